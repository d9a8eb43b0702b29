"""Portal: the public face. Find a service, ask for help, follow a request with its code; no sign-in, JavaScript or not.

Whose duty: the municipality must inform everyone and receive every request
(Law 121/2016; Law 44/2015: acknowledged, decided in time, reasons and appeal in
writing). The person sees her own file and who opened it (Law 124/2024).
No rules of its own: it joins territory, law, directory, requests, casework,
referrals, delivery and the journal into pages of one thing each.
"""
