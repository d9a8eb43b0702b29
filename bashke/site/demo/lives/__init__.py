"""The lives of synthetic people: who asks for help, what is found, what is planned, who serves, how it ends.

Each life runs forward from the day the person asked and stops at the present, so every state of the system is there because
somebody has not done the next thing yet. The rules are those of the packages; only chance is ours.
"""
