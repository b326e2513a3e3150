#!/usr/bin/env bash
# The API's complete workflow, step by step as its documents print it, against a server that is started with its
# defaults: users, and limits on requests. Needs curl and jq.
#
#   test/workflow.sh CAPTURE [COMMAND…]     COMMAND starts the server; default: npm start
set -euo pipefail

capture=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- npm start
cd "$(dirname "$0")/.."
node=node_modules/.bin/node
[ -x $node ] || node=node

folder=$(mktemp -d)
export CALLFLOW_PORT=0 CALLFLOW_UPLOAD_DIR="$folder/uploads" CALLFLOW_RESULTS_DIR="$folder/results"
export CALLFLOW_ADMIN_PASSWORD='MySecureP@ss123'
# A group of its own: npm does not hand on to the server that it is to end.
set -m
"$@" >"$folder/log" 2>&1 &
server=$!
set +m
trap 'kill -- -$server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$folder"' EXIT

for _ in $(seq 300); do
  url=$(sed -n 's/^callflowd listens on \(http[^ ]*\).*/\1/p' "$folder/log")
  [ -z "$url" ] || break
  sleep 0.1
done
[ -n "$url" ] || { cat "$folder/log" >&2; exit 1; }

# What a step must hold: a jq filter on an answer.
holds() {
  if ! jq -e "$2" >/dev/null <<<"$3"; then
    echo "does not hold: $1: $2" >&2
    echo "$3" >&2
    exit 1
  fi
  echo "$1"
}

# 1. Login to get a token
TOKEN=$(curl -s -X POST "$url/api/v1/auth/login" \
  -H "Content-Type: application/json" \
  -d '{"username":"admin","password":"MySecureP@ss123"}' | jq -r '.access_token')
holds 'logged in' '.length > 100' "{\"length\": ${#TOKEN}}"

# 2. Upload PCAP file
RESPONSE=$(curl -s -X POST "$url/api/v1/upload" \
  -H "Authorization: Bearer $TOKEN" \
  -F "file=@$capture")
JOB_ID=$(echo "$RESPONSE" | jq -r '.job_id')
holds 'uploaded' '.status == "queued" and (.job_id | length) == 36' "$RESPONSE"

# Events by WebSocket, opened with a ticket: the last is the end
TICKET=$(curl -s -X POST "$url/api/v1/ws-ticket" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Content-Type: application/json" \
  -d "{\"job_id\":\"$JOB_ID\"}" | jq -r '.ticket')
EVENTS=$($node -e '
  const socket = new WebSocket(process.argv[1])
  socket.onmessage = ({ data }) => console.log(data)
  socket.onclose = ({ code }) => console.log(JSON.stringify({ type: "closed", code }))
' "${url/http/ws}/ws/jobs/$JOB_ID/events?ticket=$TICKET" | jq -s .)
holds 'told of the end' '.[-2].type == "completed" and .[-1].code == 1000' "$EVENTS"

# 3. Monitor progress
while true; do
  STATUS=$(curl -s -H "Authorization: Bearer $TOKEN" \
    "$url/api/v1/jobs/$JOB_ID/status" | jq -r '.status')
  PROGRESS=$(curl -s -H "Authorization: Bearer $TOKEN" \
    "$url/api/v1/jobs/$JOB_ID/status" | jq -r '.progress')
  echo "Status: $STATUS ($PROGRESS%)"
  if [ "$STATUS" = "completed" ] || [ "$STATUS" = "failed" ]; then
    break
  fi
  sleep 2
done
[ "$STATUS" = completed ]

# 4. Get sessions
SESSIONS=$(curl -s -H "Authorization: Bearer $TOKEN" \
  "$url/api/v1/jobs/$JOB_ID/sessions?page=1&limit=10")
holds 'sessions' '.total > 0 and (.sessions | length) > 0 and .page == 1 and .limit == 10' "$SESSIONS"

# 5. Get specific session detail
SESSION_ID=$(curl -s -H "Authorization: Bearer $TOKEN" \
  "$url/api/v1/jobs/$JOB_ID/sessions" | jq -r '.sessions[0].session_id')
SESSION=$(curl -s -H "Authorization: Bearer $TOKEN" \
  "$url/api/v1/sessions/$SESSION_ID")
holds 'a session' ".session_id == \"$SESSION_ID\" and .packet_count > 0 and (.events | length) == .events_count" "$SESSION"

# 6. Get analytics
SUMMARY=$(curl -s -H "Authorization: Bearer $TOKEN" \
  "$url/api/v1/analytics/summary")
holds 'analytics' ".jobs.total == 1 and .jobs.by_status.completed == 1 and .sessions.total == $(jq .total <<<"$SESSIONS")" "$SUMMARY"

# 7. Get Prometheus metrics (no auth required)
METRICS=$(curl -s "$url/metrics")
grep -q '^callflowd_jobs_total{status="completed"} 1$' <<<"$METRICS"
echo 'metrics'

# What the limits left, and that they are on
LEFT=$(curl -s -o /dev/null -D - -H "Authorization: Bearer $TOKEN" "$url/api/v1/jobs" | tr -d '\r')
grep -qi '^x-ratelimit-limit: 60$' <<<"$LEFT"
echo "all of it, with $(sed -n 's/^x-ratelimit-remaining: //ip' <<<"$LEFT") of 60 requests left"
