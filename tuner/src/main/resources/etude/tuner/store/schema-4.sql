-- Where the point of a trial comes from, as JSON, where it was not planned when the trial was made: a trial may wait for its point.
alter table trials add column origin text;
