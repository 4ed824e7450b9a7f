# What scripts/check-slurm and scripts/check-hosts have in common; sourced by them.
etude=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)/etude
postgres=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
name=${0##*/}

skip() {
  echo "skipped: $1"
  exit 0
}

# Skips the check where one of these programs is not installed.
need() {
  local program
  for program; do
    command -v "$program" >/dev/null || skip "there is no $program here"
  done
  [[ -x $postgres/initdb ]] || skip "there is no PostgreSQL below /usr/lib/postgresql"
}

# Makes the folder for everything: the given one, which is kept, or a new one.
make_folder() {
  kept=${1:-}
  folder=${kept:-$(mktemp -d)}
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd -P)
  chmod a+x "$folder"
}

fail() {
  echo "$name: $1" >&2
  echo "$name: what was said is in $folder" >&2
  kept=$folder
  exit 1
}

# Waits until a command of the shell succeeds, five minutes at most.
await() {
  local what=$1 end=$((SECONDS + 300))
  until eval "$2"; do
    [[ $SECONDS -lt $end ]] || fail "waited too long for $what"
    sleep 0.5
  done
}

# A process that wrote its number to a file.
stop_pid() {
  if [[ -s $1 ]]; then kill "$(head -1 "$1")" 2>/dev/null || true; fi
}

free_port() {
  local port
  for port in $(shuf -i 20000-30000 -n 50); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

as_postgres() {
  if [[ $EUID -eq 0 ]]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

# Starts a server at an address, for others in its network too, with a password that ~/.pgpass would hold.
start_postgres() {
  postgres_address=$1
  postgres_port=$(free_port)
  mkdir -p "$folder/postgres"
  echo "se cret" >"$folder/postgres/password"
  if [[ $EUID -eq 0 ]]; then chown -R postgres "$folder/postgres"; fi
  (cd / && as_postgres "$postgres/initdb" --pgdata="$folder/postgres/data" --username=etude --pwfile="$folder/postgres/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >/dev/null)
  echo "host all all samenet scram-sha-256" >>"$folder/postgres/data/pg_hba.conf"
  printf '%s\n' "listen_addresses = '$1'" "port = $postgres_port" "unix_socket_directories = ''" "fsync = off" >>"$folder/postgres/data/postgresql.auto.conf"
  (cd / && as_postgres "$postgres/pg_ctl" --pgdata="$folder/postgres/data" --log="$folder/postgres/log" --wait start >/dev/null)
  echo "$1:$postgres_port:postgres:etude:se cret" >"$folder/pgpass" && chmod 600 "$folder/pgpass"
  export PGPASSFILE=$folder/pgpass
  export store="jdbc:postgresql://$1:$postgres_port/postgres?user=etude"
}

stop_postgres() {
  (cd / && as_postgres "$postgres/pg_ctl" --pgdata="$folder/postgres/data" --mode=fast stop >/dev/null 2>&1) || true
}

# What the store says; to be asked again and again, which a program of Java is too slow for.
ask() {
  "$postgres/psql" --host="$postgres_address" --port="$postgres_port" --username=etude --dbname=postgres --no-align --tuples-only --command="$1" 2>/dev/null || true
}

# How many trials of a study are in a state.
count() {
  ask "select count(*) from etude.trials join etude.studies on id = study_id where name = '$1' and state = '$2'"
}

# How many attempts at a study's trials ended in a way.
ended() {
  ask "select count(*) from etude.attempts join etude.studies on id = study_id where name = '$1' and ended $2"
}

# A folder with a base config and a study of so many trials of so many steps.
write_study() {
  mkdir -p "$1"
  cat >"$1/base.yaml" <<YAML
name: base
threads: 1
dataset: {name: generated, examples: 400, image_size: 12, validation_fraction: 0.2}
model: {name: mlp, hidden: [16]}
batch_size: 16
max_train_steps: $4
dropout: 0.1
optimizer: {name: momentum, learning_rate: 0.05}
logging: {every: 1000}
evaluation: {every: 1000, batch_size: 80}
checkpoints: {every: 5000}
YAML
  cat >"$1/study.yaml" <<YAML
name: $2
goal: Which learning rate?
base: base.yaml
objective: {metric: validation/loss, mode: min}
search: {algorithm: quasi_random, seed: 3}
trials: $3
parameters:
  - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-4, max: 1.0e-1, scale: log}
YAML
}

# The same study that nobody disturbs.
run_undisturbed() {
  write_study "$folder/undisturbed" undisturbed "$1" "$2"
  (cd "$folder/undisturbed" && "$etude" study run study.yaml --workers 2 --devices cpu >out.txt 2>&1) || fail "the undisturbed study failed"
}

# The weights at the end of a run.
weights() {
  find "$1/checkpoints" -name parameters.safetensors | sort | tail -1
}

# Each number of each step, and the weights at the end, as in the undisturbed study.
same_numbers() {
  local trial
  for trial in "$folder"/undisturbed/studies/undisturbed/trials/*/; do
    trial=$(basename "$trial")
    cmp "$folder/undisturbed/studies/undisturbed/trials/$trial/steps.bin" "$1/trials/$trial/steps.bin" || return 1
    cmp "$(weights "$folder/undisturbed/studies/undisturbed/trials/$trial")" "$(weights "$1/trials/$trial")" || return 1
  done
}
