#!/usr/bin/env bash
# Makes the broker user of the meals worker, with the rights that it needs and no others.
#
#   rights.sh rabbitmqctl                     on the broker's machine; then: rabbitmqctl change_password meals
#
# The arguments are the command that speaks to the broker. The rights are like those of our own workers: the user reads
# its queue, sends its one routing key, and puts aside its own messages. The right to write to a queue lets the worker
# check that the queue is there.
set -euo pipefail
(($#)) || { sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64; }
own='admission\.meals(\.parked|\.retry\.[0-9]+)?'

"$@" add_user meals meals
"$@" set_permissions meals '^$' "^(admission|admission\\.aside\\.meals|$own|admission\\.meals\\.office)\$" '^admission\.meals$'
"$@" set_topic_permissions meals admission '^meals\.requested$' '^$'
"$@" set_topic_permissions meals admission.aside.meals "^$own\$" '^$'
