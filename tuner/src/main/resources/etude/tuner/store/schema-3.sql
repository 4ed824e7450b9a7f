-- A rerun is a row as well: the settings of trial rerun_of, whose seed stands beside that of the rerun. Its number is that of the
-- trial and 10,000 for each rerun up to this one.
alter table trials add column rerun_of integer;
alter table trials add column rerun_seed bigint;
-- The smallest difference of the objective that matters to whoever asked for reruns.
alter table studies add column margin double precision;
