-- A trial is stored whole: its arm, its point and the chosen values of its hyperparameters; and why it is infeasible, as JSON.
alter table trials add column arm integer;
alter table trials add column point integer;
alter table trials add column chosen text;
alter table trials add column infeasible text;
