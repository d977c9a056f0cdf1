-- Idea against reality, after duckdb_scores.sql.

CREATE TEMP TABLE held AS
SELECT row, e.service, e.opened_in AS period, x.* EXCLUDE (service), e.opened, e.closed, e.ending, e.kind AS ending_kind, e.years,
    x.months IS NOT NULL AND e.opened + to_months(x.months) <= getvariable('as_of') AS window_over
FROM episode e JOIN (
    SELECT * EXCLUDE (option), list(option) AS options FROM 'expectations.parquet' GROUP BY ALL
) x ON x.service = e.service AND e.opened >= x.valid_from AND (x.valid_to IS NULL OR e.opened <= x.valid_to);

CREATE TEMP TABLE dose AS
WITH wanted AS (
    SELECT DISTINCT service, months, intervention FROM 'expectations.parquet' WHERE kind = 'dose'
)
SELECT row, w.months, w.intervention, count(*) FILTER (attendance = 'attended') AS attended,
    count(*) FILTER (attendance = 'missed') AS missed, count(*) FILTER (attendance = 'cancelled') AS cancelled
FROM contact c JOIN wanted w ON w.service = c.service AND (w.intervention IS NULL OR w.intervention = c.intervention)
WHERE c.date >= c.opened AND c.date < c.opened + to_months(w.months) GROUP BY ALL;

CREATE TEMP TABLE counted AS
SELECT h.*, coalesce(attended, 0) AS attended, coalesce(missed, 0) AS missed, coalesce(cancelled, 0) AS cancelled
FROM held h LEFT JOIN dose d ON d.row = h.row AND d.months = h.months AND d.intervention IS NOT DISTINCT FROM h.intervention
WHERE kind = 'dose';

CREATE TEMP TABLE doses AS
SELECT service, period, expectation, version, count(*) FILTER (window_over) AS n, avg(attended) FILTER (window_over) AS mean,
    quantile_cont(attended, 0.25) FILTER (window_over) AS q1, quantile_cont(attended, 0.5) FILTER (window_over) AS median,
    quantile_cont(attended, 0.75) FILTER (window_over) AS q3,
    coalesce(sum(missed) FILTER (window_over), 0)::BIGINT AS missed,
    coalesce(sum(cancelled) FILTER (window_over), 0)::BIGINT AS cancelled,
    count(*) FILTER (window_over AND closed < opened + to_months(months)) AS ended_inside
FROM counted GROUP BY ALL HAVING n > 0;

-- value: the number held against from-to, or for the other kinds 1 = within and 0 = below, with null bounds
CREATE TEMP TABLE judged AS
WITH opening AS (
    SELECT row, variable, list(value) AS chosen, any_value(value) AS value FROM given WHERE occasion = 'opening' GROUP BY ALL
), got AS (
    SELECT DISTINCT row, intervention FROM contact WHERE attendance = 'attended'
), stayed AS (
    SELECT row, phase, CASE WHEN count(*) = count("left") THEN sum(days) END AS days FROM stay GROUP BY ALL
), improved AS (
    SELECT row, instrument, scale, max(outcome) = 1 AS better FROM pair WHERE outcome IS NOT NULL GROUP BY ALL
), looked AS (
    SELECT h.*, value::DOUBLE AS value FROM held h LEFT JOIN opening USING (row, variable) WHERE kind = 'range'
    UNION ALL SELECT h.*, list_has_any(chosen, options)::INT FROM held h LEFT JOIN opening USING (row, variable) WHERE kind = 'category'
    UNION ALL SELECT * EXCLUDE (attended, missed, cancelled), CASE WHEN window_over THEN attended END FROM counted
    UNION ALL SELECT h.*, (got.row IS NOT NULL)::INT FROM held h LEFT JOIN got USING (row, intervention) WHERE kind = 'received'
    UNION ALL SELECT h.*, days FROM held h LEFT JOIN stayed USING (row, phase) WHERE kind = 'phase'
    UNION ALL SELECT *, CASE WHEN ending IS NOT NULL THEN closed - opened END FROM held WHERE kind = 'duration'
    UNION ALL SELECT *, CASE WHEN closed IS NOT NULL THEN (ending_kind = 'completed')::INT END FROM held WHERE kind = 'completion'
    UNION ALL SELECT h.*, better::INT FROM held h LEFT JOIN improved USING (row, instrument, scale) WHERE kind = 'improvement'
)
SELECT service, period, expectation, version, kind, text, share AS target, value,
    value < if(kind IN ('category', 'received', 'completion', 'improvement'), 1, "from") AS under,
    value > "to" AS over
FROM looked;

CREATE TEMP TABLE expectations AS
WITH summed AS (
    SELECT service, period, expectation, version, kind, text, target, count(value) AS assessable,
        count(*) - assessable AS not_assessable, count(*) FILTER (under) AS below, count(*) FILTER (over) AS above,
        assessable - below - above AS within
    FROM judged GROUP BY ALL
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
