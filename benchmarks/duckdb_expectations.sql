-- Idea against reality, after duckdb_scores.sql.

CREATE TEMP TABLE version AS
SELECT row_number() OVER () AS v, *
FROM (SELECT * EXCLUDE (option), list(option) AS options FROM 'expectations.parquet' GROUP BY ALL);

CREATE TEMP TABLE held AS
SELECT v, row, e.opened_in AS period, x.kind, x."from", x."to", e.opened, e.closed,
    e.opened + to_months(x.months) AS until
FROM episode e
JOIN version x ON x.service = e.service AND e.opened >= x.valid_from AND (x.valid_to IS NULL OR e.opened <= x.valid_to);

CREATE TEMP TABLE dose AS
WITH whose AS (
    SELECT held.*, intervention FROM held JOIN version USING (v) WHERE held.kind = 'dose' AND until <= getvariable('as_of')
), counted AS (
    SELECT v, row, count(*) FILTER (attendance = 'attended') AS attended, count(*) FILTER (attendance = 'missed') AS missed,
        count(*) FILTER (attendance = 'cancelled') AS cancelled
    FROM contact c JOIN whose w USING (row)
    WHERE c.date >= w.opened AND c.date < w.until AND (w.intervention IS NULL OR w.intervention = c.intervention)
    GROUP BY v, row
)
SELECT whose.*, coalesce(attended, 0) AS attended, coalesce(missed, 0) AS missed, coalesce(cancelled, 0) AS cancelled
FROM whose LEFT JOIN counted USING (v, row);

CREATE TEMP TABLE doses AS
SELECT service, period, expectation, version, count(*) AS n, avg(attended) AS mean, quantile_cont(attended, 0.25) AS q1,
    quantile_cont(attended, 0.5) AS median, quantile_cont(attended, 0.75) AS q3, sum(missed)::BIGINT AS missed,
    sum(cancelled)::BIGINT AS cancelled, count(*) FILTER (closed < until) AS ended_inside
FROM dose JOIN version USING (v) GROUP BY ALL;

-- value: the number held against from-to, or for the other kinds 1 = within and 0 = below
CREATE TEMP TABLE judged AS
WITH looked AS (
    SELECT v, row, try_cast(value AS DOUBLE) AS value FROM given JOIN version x USING (service, variable)
    WHERE x.kind = 'range' AND occasion = 'opening'
    UNION ALL SELECT v, row, max(list_contains(options, value)::INT) FROM given JOIN version x USING (service, variable)
    WHERE x.kind = 'category' AND occasion = 'opening' GROUP BY ALL
    UNION ALL SELECT v, row, attended FROM dose
    UNION ALL SELECT v, row, 1 FROM (SELECT DISTINCT service, row, intervention FROM contact WHERE attendance = 'attended')
    JOIN version x USING (service, intervention) WHERE x.kind = 'received'
    UNION ALL SELECT v, row, CASE WHEN count(*) = count("left") THEN sum(days) END
    FROM stay JOIN version x USING (service, phase) WHERE x.kind = 'phase' GROUP BY ALL
    UNION ALL SELECT v, row, e.closed - e.opened FROM episode e JOIN version x USING (service)
    WHERE x.kind = 'duration' AND ending IS NOT NULL
    UNION ALL SELECT v, row, (e.kind = 'completed')::INT FROM episode e JOIN version x USING (service)
    WHERE x.kind = 'completion' AND closed IS NOT NULL
    UNION ALL SELECT v, row, (max(outcome) = 1)::INT FROM pair JOIN scale USING (s)
    JOIN version x USING (service, instrument, scale) WHERE x.kind = 'improvement' AND outcome IS NOT NULL GROUP BY ALL
), known AS (
    SELECT held.*, if(kind = 'received', coalesce(value, 0), value) AS value FROM held LEFT JOIN looked USING (v, row)
)
SELECT v, period, value, value < if(kind IN ('category', 'received', 'completion', 'improvement'), 1, "from") AS under,
    value > "to" AS over
FROM known;

CREATE TEMP TABLE expectations AS
WITH counted AS (
    SELECT v, period, count(value) AS assessable, count(*) - assessable AS not_assessable,
        count(*) FILTER (under) AS below, count(*) FILTER (over) AS above, assessable - below - above AS within
    FROM judged GROUP BY ALL
), summed AS (
    SELECT counted.*, service, expectation, version, kind, text, share AS target FROM counted JOIN version USING (v)
), each AS (
    SELECT service, period, expectation, sum(within) AS w, sum(assessable) AS a FROM summed GROUP BY ALL
), before AS (
    SELECT *, coalesce(sum(w) OVER past, 0)::BIGINT AS earlier, coalesce(sum(a) OVER past, 0)::BIGINT AS earlier_of FROM each
    WINDOW past AS (PARTITION BY service, expectation ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT *, share(within, assessable) AS share, low(within, assessable) AS low, high(within, assessable) AS high,
    CASE WHEN target IS NULL THEN 'no_target' WHEN assessable < 5 THEN 'too_few' WHEN low(within, assessable) >= target THEN 'met'
        WHEN high(within, assessable) < target THEN 'not_met' ELSE 'uncertain' END AS verdict,
    difference(within, assessable, earlier, earlier_of) AS difference,
    difference_low(within, assessable, earlier, earlier_of) AS difference_low,
    difference_high(within, assessable, earlier, earlier_of) AS difference_high
FROM summed JOIN before USING (service, period, expectation);
