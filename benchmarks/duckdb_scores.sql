-- Scores, pairs and what is built on them, after duckdb_peer.sql.

CREATE TEMP TABLE scale AS
SELECT row_number() OVER () AS s, *, string_split(items, ' ') AS item_list, coalesce(multiply, 1) AS factor, coalesce("add", 0) AS term
FROM 'scales.parquet';

CREATE TEMP TABLE scored AS
WITH item AS (
    SELECT s, instrument, unnest(item_list) AS item, list_contains(string_split(coalesce(reversed, ''), ' '), item) AS turned, min + max AS ends
    FROM scale
), counted AS (
    SELECT m, s, count(*) AS answered, sum(if(turned, ends - value, value)) AS total
    FROM 'answers.parquet' JOIN measured USING (measurement) JOIN item USING (instrument, item)
    WHERE value IS NOT NULL AND occasion <> 'during' GROUP BY m, s
), own AS (
    SELECT m, s, instrument, scale,
        total / answered * if(scale.score = 'sum', len(item_list), 1) * factor + term AS score
    FROM counted JOIN scale USING (s) WHERE answered >= coalesce(need, len(item_list))
), part AS (
    SELECT s, instrument, unnest(string_split(parts, ' ')) AS scale, len(string_split(parts, ' ')) AS parts, factor, term
    FROM scale WHERE parts IS NOT NULL
), whole AS (
    SELECT m, s, score FROM own
    UNION ALL
    SELECT m, part.s, sum(score) * any_value(factor) + any_value(term)
    FROM own JOIN part USING (instrument, scale) GROUP BY m, part.s HAVING count(*) = any_value(parts)
)
SELECT measured.*, s, score FROM whole JOIN measured USING (m);

CREATE TEMP TABLE pair AS
WITH several AS (
    SELECT service, instrument, count(DISTINCT respondent) > 1 AS several FROM measured GROUP BY ALL
), joined AS (
    SELECT row, s, if(several, respondent, NULL) AS respondent,
        arg_min(score, coalesce(date, DATE '9999-12-31')) FILTER (occasion = 'start') AS start,
        arg_max(score, coalesce(date, DATE '0001-01-01')) FILTER (occasion = 'end') AS "end"
    FROM scored JOIN several USING (service, instrument) WHERE occasion IN ('start', 'end') GROUP BY ALL
)
SELECT row, s, respondent, start, "end", service, closed_in AS period, if(better = 'higher', 1, -1) AS sign,
    "end" - start AS change, round(sign * change, 9) AS gain,
    CASE WHEN gain >= step THEN 1 WHEN gain <= -step THEN -1 WHEN gain IS NOT NULL THEN 0 END AS outcome
FROM joined JOIN scale USING (s) JOIN episode USING (row);

CREATE TEMP TABLE better AS
WITH counted AS (
    SELECT service, period, s, respondent, count(outcome) AS pairs, count(*) FILTER (outcome = 1) AS better,
        count(*) FILTER (outcome = 0) AS unchanged, count(*) FILTER (outcome = -1) AS worse
    FROM pair WHERE period IS NOT NULL GROUP BY ALL
)
SELECT counted.*, instrument, scale, step, share(counted.better, pairs) AS share_better, low(counted.better, pairs) AS low,
    high(counted.better, pairs) AS high, share(worse, pairs) AS share_worse, low(worse, pairs) AS worse_low,
    high(worse, pairs) AS worse_high
FROM counted JOIN scale USING (s);

CREATE TEMP TABLE change AS
WITH tied AS (
    SELECT service, period, s, respondent, abs(gain) AS size, count(*) AS often, sum(sign(gain)) AS up
    FROM pair WHERE period IS NOT NULL AND gain <> 0 GROUP BY ALL
), ranked AS (
    SELECT *, sum(often) OVER (PARTITION BY service, period, s, respondent ORDER BY size) - (often - 1) / 2 AS place FROM tied
), ranks AS (
    SELECT service, period, s, respondent, sum(up * place) / sum(often * place) AS rank_biserial FROM ranked GROUP BY ALL
), figure AS (
    SELECT service, period, s, respondent, count(start) AS started, count("end") AS ended, count(change) AS pairs,
        any_value(sign) AS sign, avg(start) FILTER (paired) AS mean_start, stddev_samp(start) FILTER (paired) AS sd_start,
        avg("end") FILTER (paired) AS mean_end, stddev_samp("end") FILTER (paired) AS sd_end,
        avg(change) AS change, stddev_samp(change) AS sd, median(change) AS median_change
    FROM (SELECT *, change IS NOT NULL AS paired FROM pair WHERE period IS NOT NULL) GROUP BY ALL
)
SELECT f.*, instrument, scale, rank_biserial FROM figure f JOIN scale USING (s)
LEFT JOIN ranks r ON r.service = f.service AND r.period = f.period AND r.s = f.s
    AND r.respondent IS NOT DISTINCT FROM f.respondent;

-- How complete it is

CREATE TEMP TABLE completeness AS
WITH used AS (
    SELECT DISTINCT service, instrument, occasion, months_after FROM measured WHERE occasion = 'after'
    UNION ALL
    SELECT service, instrument, unnest(['start', 'end']), NULL FROM (SELECT DISTINCT service, instrument FROM measured)
), asked AS (  -- of an instrument that is not in a service's plan all of them
    SELECT used.* FROM used LEFT JOIN 'measurement_plan.parquet' p USING (service, instrument)
    WHERE at_start IS NULL OR CASE occasion WHEN 'start' THEN at_start WHEN 'end' THEN at_end
        ELSE list_contains(string_split(coalesce(p.months_after, ''), ' '), used.months_after::VARCHAR) END
), due AS (
    SELECT row, service, opened_in AS period, instrument, occasion, months_after,
        CASE occasion WHEN 'start' THEN true WHEN 'end' THEN closed IS NOT NULL
            ELSE coalesce(closed + to_months(months_after) + INTERVAL 30 DAY <= getvariable('as_of'), false) END AS due
    FROM episode JOIN asked USING (service)
), done AS (
    SELECT DISTINCT row, instrument, occasion, months_after, true AS done FROM scored
), instrument_count AS (
    SELECT service, period, due.instrument AS what,
        if(due.occasion = 'after', 'after_' || due.months_after, due.occasion) AS occasion,
        count(*) FILTER (due) AS due, count(*) FILTER (due AND done) AS done
    FROM due LEFT JOIN done ON done.row = due.row AND done.instrument = due.instrument
        AND done.occasion = due.occasion AND done.months_after IS NOT DISTINCT FROM due.months_after
    GROUP BY ALL
), people AS (
    SELECT service, 'opening' AS occasion, opened_in AS period, count(*) AS people FROM episode GROUP BY ALL
    UNION ALL SELECT service, 'closing', opened_in, count(closed) FROM episode GROUP BY ALL
), filled AS (
    SELECT e.service, opened_in AS period, variable, occasion, count(DISTINCT row) AS done
    FROM given JOIN episode e USING (row) WHERE given.period IS NOT NULL GROUP BY ALL
), whole AS (
    FROM instrument_count UNION ALL
    SELECT service, period, variable, occasion, people, coalesce(done, 0)
    FROM variable JOIN people USING (service, occasion) LEFT JOIN filled USING (service, period, variable, occasion)
    WHERE retired IS NULL OR (period <> 'all' AND period < substr(retired::VARCHAR, 1, 4))
)
SELECT *, share(done, due) AS share, low(done, due) AS low, high(done, due) AS high FROM whole;
