"""Messages in both directions: a person writes from her page to whoever follows her request, and reads the answer there.

Whose duty: the worker who follows the case answers in time; silence goes to the supervisor. Every party has the right to be heard and
to be helped by the office (Law 44/2015, Code of Administrative Procedure). The days are our own choice (`message.answer`).
Nothing of what is written leaves in a text message: a notice says only that there is news. Of a protected file nothing written is
shown on the person's page; her message reaches the team, and the answer goes by the safe contact.
Whoever asked for another has a conversation of his own: neither reads what the other wrote.
"""
