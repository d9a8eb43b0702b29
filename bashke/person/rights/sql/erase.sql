-- Erasing one file, in one transaction, at the word of two people. Run as bashke_guard: no login can change or remove these rows otherwise.
-- Rows stay where they are counted (needs, referrals, attendance); who it was, and every word, goes, also from what was kept of earlier states.
-- The journal is not touched: its chain stays whole. It keeps who did what and when, under a number that names nobody any more.

-- Whose identity may be erased in this transaction: proposed by another, of this municipality, and its time is over.
CREATE OR REPLACE FUNCTION guard.erasing() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(array_agg(r.id), '{}'::uuid[]) FROM public.rights_erasure e, unnest(guard.together(e.person_id)) AS r(id)
     WHERE e.status = 'proposed' AND e.municipality_id = guard.municipality() AND guard.role() = 'data_protection_officer'
       AND e.proposed_by_id <> guard.worker() AND e.over_on <= guard.today()
$$;

CREATE OR REPLACE FUNCTION guard.dash(words text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$ SELECT CASE WHEN words = '' THEN '' ELSE '–' END $$;

CREATE OR REPLACE FUNCTION guard.erase(erasure uuid, at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE who uuid[]; asked uuid[]; one uuid;
BEGIN
    SELECT e.person_id INTO one FROM public.rights_erasure e WHERE e.id = erasure AND e.person_id = ANY (guard.erasing());
    IF one IS NULL THEN RAISE EXCEPTION 'not to be erased by you, or not yet' USING ERRCODE = '42501'; END IF;
    who := guard.together(one);
    SELECT coalesce(array_agg(r.id), '{}') INTO asked FROM public.requests_request r WHERE r.person_id = ANY (who);
    IF EXISTS (SELECT 1 FROM public.casework_case c WHERE c.person_id = ANY (who) AND c.status <> 'closed')
       OR EXISTS (SELECT 1 FROM public.requests_request r WHERE r.id = ANY (asked) AND r.status = 'received')
       OR EXISTS (SELECT 1 FROM public.delivery_enrolment d WHERE d.person_id = ANY (who) AND d.status <> 'ended')
       OR EXISTS (SELECT 1 FROM public.bookings_booking b WHERE b.person_id = ANY (who) AND b.status <> 'ended')
       OR EXISTS (SELECT 1 FROM public.incidents_incident i WHERE i.person_id = ANY (who) AND i.status <> 'closed')
       OR EXISTS (SELECT 1 FROM public.conversations_message m WHERE (m.person_id = ANY (who) OR m.request_id = ANY (asked)) AND m.status = 'waiting')
       OR EXISTS (SELECT 1 FROM public.rights_datarequest a WHERE a.person_id = ANY (who) AND a.status = 'received' AND a.kind <> 'erasure')
       OR EXISTS (SELECT 1 FROM public.rights_restriction x WHERE x.person_id = ANY (who) AND x.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM public.protection_protectedfile p WHERE p.person_id = ANY (who)) THEN
        RAISE EXCEPTION 'this file is open' USING ERRCODE = '42501';
    END IF;
    -- What a row looked like before would otherwise be kept once more.
    PERFORM set_config('pgtrigger.ignore', (SELECT '{' || string_agg(DISTINCT t.tgname, ',') || '}' FROM pg_trigger t WHERE t.tgname LIKE 'pgtrigger_%'), true);

    DELETE FROM guard.session s WHERE s.request = ANY (asked);
    DELETE FROM public.requests_accesscode c WHERE c.request_id = ANY (asked);
    DELETE FROM public.people_searchtoken t WHERE t.person_id = ANY (who);
    DELETE FROM public.people_ownword o WHERE o.person_id = ANY (who);
    DELETE FROM public.people_contactwish w WHERE w.person_id = ANY (who);
    UPDATE public.people_household h SET address = '' -- nobody else ever lived there
     WHERE h.id IN (SELECT m.household_id FROM public.people_membership m WHERE m.person_id = ANY (who))
       AND NOT EXISTS (SELECT 1 FROM public.people_membership m WHERE m.household_id = h.id AND m.person_id <> ALL (who));
    UPDATE public.people_enquiry e SET reason = guard.dash(reason), answer = guard.dash(answer)
     WHERE e.id IN (SELECT t.enquiry_id FROM public.people_enquirytarget t WHERE t.person_id = ANY (who));
    DELETE FROM public.people_enquirytarget t WHERE t.person_id = ANY (who);
    DELETE FROM public.people_membership m WHERE m.person_id = ANY (who);
    DELETE FROM public.people_tie t WHERE t.person_id = ANY (who) OR t.other_id = ANY (who);
    DELETE FROM public.registers_line l WHERE l.person_id = ANY (who);
    DELETE FROM public.attachments_content c WHERE c.person_id = ANY (who);
    DELETE FROM public.exports_file f WHERE f.people && who;
    DELETE FROM public.rights_copy c WHERE c.person_id = ANY (who);
    DELETE FROM public.people_personevent h WHERE h.id = ANY (who);
    DELETE FROM public.requests_requestevent h WHERE h.id = ANY (asked);
    DELETE FROM public.casework_planevent h WHERE h.person_id = ANY (who);
    DELETE FROM public.referrals_referralevent h WHERE h.person_id = ANY (who);
    DELETE FROM public.delivery_enrolmentevent h WHERE h.person_id = ANY (who);

    UPDATE public.people_pair SET why = guard.dash(why), decided_why = guard.dash(decided_why), before = CASE WHEN before IS NULL THEN NULL ELSE '{}'::jsonb END
     WHERE first_id = ANY (who) OR second_id = ANY (who);
    UPDATE public.people_consent SET purpose = guard.dash(purpose) WHERE person_id = ANY (who);
    UPDATE public.registers_problem SET value = guard.dash(value) WHERE person_id = ANY (who);
    UPDATE public.requests_conflict SET words = guard.dash(words) WHERE person_id = ANY (who);
    UPDATE public.requests_appeal SET words = guard.dash(words), refusal_words = guard.dash(refusal_words), decision_words = guard.dash(decision_words)
     WHERE request_id = ANY (asked);
    UPDATE public.casework_review SET summary = guard.dash(summary), own_words = guard.dash(own_words) WHERE person_id = ANY (who);
    UPDATE public.casework_closure SET outcome = guard.dash(outcome), returned_words = guard.dash(returned_words) WHERE person_id = ANY (who);
    UPDATE public.casework_assessment SET words = '{}', functioning = '{}', has_disability = NULL, wishes = guard.dash(wishes), notes = guard.dash(notes)
     WHERE person_id = ANY (who);
    UPDATE public.casework_needstep SET words = guard.dash(words) WHERE person_id = ANY (who);
    UPDATE public.casework_plan SET own_words = guard.dash(own_words) WHERE person_id = ANY (who);
    UPDATE public.casework_goal SET statement = guard.dash(statement) WHERE person_id = ANY (who);
    UPDATE public.casework_planaction SET what = guard.dash(what), owner_name = guard.dash(owner_name) WHERE person_id = ANY (who);
    UPDATE public.casework_planmember SET purpose = guard.dash(purpose), person_name = guard.dash(person_name), person_phone = '',
           ended_words = guard.dash(ended_words) WHERE person_id = ANY (who);
    UPDATE public.casework_progressnote SET words = guard.dash(words) WHERE person_id = ANY (who);
    UPDATE public.casework_goalproposal SET statement = guard.dash(statement), what = guard.dash(what), answer_words = guard.dash(answer_words)
     WHERE person_id = ANY (who);
    UPDATE public.casework_conference SET question = guard.dash(question), place = guard.dash(place), why_not = guard.dash(why_not) WHERE person_id = ANY (who);
    UPDATE public.casework_seat SET name = guard.dash(name) WHERE person_id = ANY (who);
    UPDATE public.casework_minutes SET text = guard.dash(text), why = guard.dash(why) WHERE person_id = ANY (who);
    UPDATE public.casework_dissent SET words = guard.dash(words) WHERE person_id = ANY (who);
    UPDATE public.casework_decision SET what = guard.dash(what), owner_name = guard.dash(owner_name) WHERE person_id = ANY (who);
    UPDATE public.casework_handover SET note = guard.dash(note) WHERE person_id = ANY (who);
    UPDATE public.casework_visit SET place = guard.dash(place), purpose = guard.dash(purpose), interpreter = guard.dash(interpreter), notes = guard.dash(notes)
     WHERE person_id = ANY (who);
    UPDATE public.referrals_referral SET person_name = guard.dash(person_name), person_age = NULL, person_phone = '', purpose = guard.dash(purpose),
           safety_note = guard.dash(safety_note), answer_words = guard.dash(answer_words) WHERE person_id = ANY (who);
    UPDATE public.delivery_enrolment SET person_name = guard.dash(person_name), outcome_words = guard.dash(outcome_words) WHERE person_id = ANY (who);
    UPDATE public.bookings_booking SET person_name = guard.dash(person_name), note = guard.dash(note), onward_words = guard.dash(onward_words)
     WHERE person_id = ANY (who);
    UPDATE public.incidents_incident SET what = guard.dash(what), done = guard.dash(done) WHERE person_id = ANY (who);
    UPDATE public.incidents_step s SET words = guard.dash(words)
     WHERE s.incident_id IN (SELECT i.id FROM public.incidents_incident i WHERE i.person_id = ANY (who));
    UPDATE public.referrals_link l SET sent_to = guard.dash(sent_to)
     WHERE l.referral_id IN (SELECT r.id FROM public.referrals_referral r WHERE r.person_id = ANY (who));
    UPDATE public.delivery_session s SET topic = guard.dash(topic) -- a talk with nobody else
     WHERE s.id IN (SELECT a.session_id FROM public.delivery_attendance a WHERE a.person_id = ANY (who))
       AND NOT EXISTS (SELECT 1 FROM public.delivery_attendance a WHERE a.session_id = s.id AND a.person_id <> ALL (who));
    UPDATE public.delivery_attendance SET words = guard.dash(words) WHERE person_id = ANY (who);
    UPDATE public.attachments_attachment SET name = guard.dash(name), about = guard.dash(about), removed_why = guard.dash(removed_why) WHERE person_id = ANY (who);
    UPDATE public.conversations_message SET words = guard.dash(words), settled_words = guard.dash(settled_words)
     WHERE person_id = ANY (who) OR request_id = ANY (asked);
    UPDATE public.notices_delivery d SET detail = guard.dash(detail)
     WHERE d.notice_id IN (SELECT n.id FROM public.notices_notice n WHERE n.person = ANY (who) OR n.request = ANY (asked));
    UPDATE public.notices_notice SET recipient = '–', text = '–', sealed = NULL WHERE person = ANY (who) OR request = ANY (asked);
    UPDATE public.protection_emergencyopening SET reason = guard.dash(reason), words = guard.dash(words) WHERE person_id = ANY (who);
    UPDATE public.rights_datarequest SET words = guard.dash(words), answer = guard.dash(answer) WHERE person_id = ANY (who);
    UPDATE public.rights_restriction SET ended_why = guard.dash(ended_why) WHERE person_id = ANY (who);
    UPDATE public.rights_opening SET reason = guard.dash(reason) WHERE person_id = ANY (who);
    UPDATE public.requests_request SET words = guard.dash(words), given_name = guard.dash(given_name), family_name = guard.dash(family_name), father_name = '',
           birth_date = NULL, phone = '', how_to_reach = guard.dash(how_to_reach), asker_name = guard.dash(asker_name), asker_phone = '', asker_relation = guard.dash(asker_relation),
           asker_office = guard.dash(asker_office), refusal_words = guard.dash(refusal_words) WHERE id = ANY (asked);
    -- The year of birth and the unit stay: people are counted by age and place, and neither names anybody alone.
    UPDATE public.people_person SET given_name = '–', family_name = '–', father_name = '', sort_key = '', personal_number = NULL, phone = '', address = '',
           birth_date = CASE WHEN birth_date IS NULL THEN NULL ELSE make_date(extract(year FROM birth_date)::int, 1, 1) END WHERE id = ANY (who);
    UPDATE public.rights_erasure SET why = guard.dash(why) WHERE person_id = ANY (who);
    UPDATE public.rights_erasure SET status = 'done', decided_by_id = guard.worker(), decided_at = at WHERE id = erasure;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
END $$;

REVOKE ALL ON FUNCTION guard.erasing(), guard.dash(text), guard.erase(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.erase(uuid, timestamptz) TO bashke_municipality;
