-- Over time, time in service and comparable services, after duckdb_scores.sql; charts and limits are put on top.

CREATE MACRO point(day) AS date_trunc(if(getvariable('period') = 'year', 'year', 'month'), day)::DATE;

CREATE TEMP TABLE trend AS
WITH unit AS (
    SELECT service, 'completed' AS measure, closed AS day, coalesce(kind = 'completed', false) AS hit FROM episode WHERE closed IS NOT NULL
    UNION ALL
    SELECT service, 'missed', date, attendance = 'missed' FROM contact WHERE attendance <> 'cancelled'
    UNION ALL
    SELECT pair.service, 'better:' || instrument || '/' || scale, closed, outcome = 1
    FROM pair JOIN scale USING (s) JOIN episode USING (row) WHERE outcome IS NOT NULL AND closed IS NOT NULL
), counted AS (
    SELECT service, measure, point(day) AS point, count(*) FILTER (hit) AS n, count(*) AS "of" FROM unit GROUP BY ALL
)
SELECT service, 'opened' AS measure, point(opened) AS point, count(*) AS n, NULL::BIGINT AS "of" FROM episode GROUP BY ALL
UNION ALL SELECT service, 'closed', point, "of", NULL FROM counted WHERE measure = 'completed'
UNION ALL SELECT service, 'contacts', point, "of" - n, NULL FROM counted WHERE measure = 'missed'
UNION ALL FROM counted
ORDER BY service, measure, point;

CREATE TEMP TABLE retention AS
WITH person AS (
    SELECT service, opened_in AS period, coalesce(closed, getvariable('as_of')) - opened AS day, closed IS NOT NULL AS over, kind
    FROM episode
), longest AS (
    SELECT service, period, max(day) AS longest FROM person GROUP BY ALL HAVING bool_or(over)
), fixed AS (
    SELECT service, period, day FROM longest, (SELECT unnest([0, 90, 180, 365, 730]) AS day) WHERE day <= longest
), counted AS (
    SELECT service, period, day, count(*) AS people, count(*) FILTER (over) AS ended, count(*) FILTER (kind = 'completed') AS c,
        count(*) FILTER (kind = 'discontinued') AS d
    FROM person SEMI JOIN longest USING (service, period) GROUP BY ALL
), days AS (
    SELECT service, period, day, coalesce(people, 0) AS people, coalesce(ended, 0) AS ended, coalesce(c, 0) AS c, coalesce(d, 0) AS d,
        fixed.day IS NOT NULL AS always
    FROM counted FULL JOIN fixed USING (service, period, day)
), risk AS (
    SELECT *, sum(people) OVER (PARTITION BY service, period ORDER BY day DESC)::DOUBLE AS at_risk FROM days
), curve AS (
    SELECT *, product(1 - ended / at_risk) OVER up_to AS in_service,
        sum(ended / nullif(at_risk * (at_risk - ended), 0)) OVER up_to AS variance
    FROM risk WINDOW up_to AS (PARTITION BY service, period ORDER BY day)
), before AS (
    SELECT *, coalesce(lag(in_service) OVER (PARTITION BY service, period ORDER BY day), 1) AS before,
        CASE WHEN in_service > 0 AND in_service < 1 THEN z() * sqrt(variance) / ln(in_service) END AS spread
    FROM curve
), whole AS (
    SELECT service, period, day, at_risk::BIGINT AS at_risk, in_service, in_service ** exp(-spread) AS low,
        in_service ** exp(spread) AS high, sum(before * c / at_risk) OVER up_to AS completed,
        sum(before * d / at_risk) OVER up_to AS discontinued, ended > 0 OR always AS told
    FROM before WINDOW up_to AS (PARTITION BY service, period ORDER BY day)
)
FROM whole WHERE told;

CREATE TEMP TABLE services AS
WITH counted AS (
    SELECT service, period, 'completed' AS measure, completed AS n, "of" FROM completion
    UNION ALL SELECT service, period, 'missed', missed, planned FROM attendance WHERE intervention = 'all'
    UNION ALL SELECT service, period, 'better:' || instrument || '/' || scale, better, pairs FROM better
)
SELECT counted.service, "group", period, measure, sum(n)::BIGINT AS n, sum("of")::BIGINT AS "of"
FROM counted JOIN 'services.parquet' s ON s.service = counted.service WHERE "group" IS NOT NULL
GROUP BY ALL ORDER BY ALL;
