-- Times are milliseconds since 1970 by the database's clock; facts, settings, versions and metrics are JSON.
create table etude_store (
    version integer not null
);

create table studies (
    id ${identity},
    name text not null unique,
    study_file text not null,
    base_config text not null,
    facts text not null,
    created_at bigint not null
);

create table trials (
    study_id bigint not null references studies,
    number integer not null,
    state text not null check (state in ('pending', 'running', 'completed', 'infeasible', 'failed')),
    reason text,
    attempt integer not null,
    worker text,
    claimed_at bigint,
    heartbeat_at bigint,
    ended_at bigint,
    settings text,
    seed bigint not null,
    run_directory text not null,
    primary key (study_id, number)
) ${clustered};

-- In the order in which trials are claimed: those begun before come first.
create index claimable on trials (study_id, (attempt = 0), number) where state in ('pending', 'running');

create table attempts (
    study_id bigint not null,
    trial integer not null,
    attempt integer not null,
    token text not null,
    worker text not null,
    host text not null,
    device text not null,
    command text not null,
    git_commit text not null,
    git_diff text not null,
    versions text not null,
    started_at bigint not null,
    continued_from bigint,
    ended text,
    ended_at bigint,
    reason text,
    last_log_lines text not null,
    primary key (study_id, trial, attempt)
);

create table evaluations (
    study_id bigint not null,
    trial integer not null,
    step bigint not null,
    attempt integer not null,
    recorded_at bigint not null,
    metrics text not null,
    primary key (study_id, trial, step)
) ${clustered};
