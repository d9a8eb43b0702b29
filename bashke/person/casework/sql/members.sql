-- The places in plans that a worker of another institution may know of: what her institution is asked, and what she joined. No longer than
-- the ground holds and the case runs. Lists of ids and no conditions on the row, so that the step which closes a row may still be written.
CREATE FUNCTION guard.places() RETURNS TABLE (id uuid, case_id uuid, person_id uuid, discipline text, joined boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.id, m.case_id, m.person_id, m.discipline, m.status = 'joined' FROM public.casework_planmember m
      JOIN public.casework_case k ON k.id = m.case_id AND k.status <> 'closed'
      LEFT JOIN public.people_consent c ON c.id = m.consent_id
     WHERE m.institution_id = guard.provider()
       AND (m.status = 'invited' OR m.status = 'joined' AND m.worker_id = guard.worker())
       AND (m.consent_id IS NULL OR c.withdrawn_at IS NULL
            AND (c.valid_until IS NULL OR c.valid_until >= guard.today()))
$$;
CREATE FUNCTION guard.my_places() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM guard.places() p
$$;
CREATE FUNCTION guard.my_seats() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.id), '{}') FROM guard.places() p WHERE p.joined
$$;
-- Whom she may have to reach: how, is read where the person said it.
CREATE FUNCTION guard.plan_people() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(p.person_id), '{}') FROM guard.places() p WHERE p.joined
$$;
-- Her slice: the actions of her discipline in the plan that holds, with their goals, and of the plan that it holds.
CREATE FUNCTION guard.slice() RETURNS TABLE (plan_id uuid, goal_id uuid, action_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pl.id, g.id, a.id FROM guard.places() p
      JOIN public.casework_plan pl ON pl.case_id = p.case_id AND pl.status = 'agreed'
      JOIN public.casework_goal g ON g.plan_id = pl.id
      JOIN public.casework_planaction a ON a.goal_id = g.id AND a.owner = 'team' AND a.discipline = p.discipline
     WHERE p.joined
$$;
CREATE FUNCTION guard.slice_plans() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.plan_id), '{}') FROM guard.slice() s
$$;
CREATE FUNCTION guard.slice_goals() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.goal_id), '{}') FROM guard.slice() s
$$;
CREATE FUNCTION guard.slice_actions() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(s.action_id), '{}') FROM guard.slice() s
$$;
-- A consent says to whom something was told: it is as closed as the case it was given for.
CREATE FUNCTION guard.shut_agreements() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(m.consent_id), '{}') FROM public.casework_planmember m
     WHERE m.case_id = ANY (guard.shut_cases()) AND m.consent_id IS NOT NULL
$$;
REVOKE ALL ON FUNCTION guard.places(), guard.my_places(), guard.my_seats(), guard.plan_people(), guard.slice(), guard.slice_plans(),
    guard.slice_goals(), guard.slice_actions(), guard.shut_agreements() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_places(), guard.my_seats(), guard.plan_people(), guard.slice_plans(), guard.slice_goals(),
    guard.slice_actions() TO bashke_provider;
GRANT EXECUTE ON FUNCTION guard.shut_agreements() TO bashke_municipality;
