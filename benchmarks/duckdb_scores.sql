-- Scores, pairs and what is built on them, after duckdb_peer.sql.

CREATE TEMP TABLE score AS
WITH item AS (
    SELECT instrument, scale, unnest(string_split(items, ' ')) AS item, string_split(coalesce(reversed, ''), ' ') AS reversed,
        min, max
    FROM 'scales.parquet' WHERE items IS NOT NULL
), counted AS (
    SELECT measurement, instrument, scale, count(*) AS answered,
        sum(if(list_contains(reversed, item), min + max - value, value)) AS total
    FROM 'answers.parquet' JOIN measured USING (measurement) JOIN item USING (instrument, item)
    WHERE value IS NOT NULL AND occasion <> 'during' GROUP BY ALL
), own AS (
    SELECT measurement, instrument, scale, total / answered * if(s.score = 'sum', len(string_split(items, ' ')), 1)
        * coalesce(multiply, 1) + coalesce("add", 0) AS score
    FROM counted JOIN 'scales.parquet' s USING (instrument, scale)
    WHERE answered >= coalesce(need, len(string_split(items, ' ')))
), part AS (
    SELECT instrument, scale, len(string_split(parts, ' ')) AS parts, unnest(string_split(parts, ' ')) AS part,
        coalesce(multiply, 1) AS multiply, coalesce("add", 0) AS add_on
    FROM 'scales.parquet' WHERE parts IS NOT NULL
)
SELECT measurement, instrument, scale, score FROM own
UNION ALL
SELECT measurement, p.instrument, p.scale, sum(score) * any_value(multiply) + any_value(add_on)
FROM own JOIN part p ON p.instrument = own.instrument AND p.part = own.scale
GROUP BY measurement, p.instrument, p.scale HAVING count(*) = any_value(parts);

CREATE TEMP TABLE scored AS
SELECT m.*, scale, score FROM score JOIN measured m USING (measurement, instrument);

CREATE TEMP TABLE pair AS
WITH several AS (
    SELECT service, instrument, count(DISTINCT respondent) > 1 AS several FROM measured GROUP BY ALL
), joined AS (
    SELECT row, service, instrument, scale, if(several, respondent, NULL) AS respondent,
        arg_min(score, coalesce(date, DATE '9999-12-31')) FILTER (occasion = 'start') AS start,
        arg_max(score, coalesce(date, DATE '9999-12-31')) FILTER (occasion = 'end') AS "end"
    FROM scored JOIN several USING (service, instrument) WHERE occasion IN ('start', 'end') GROUP BY ALL
)
SELECT joined.*, closed_in AS period, step, if(better = 'higher', 1, -1) AS sign, "end" - start AS change,
    round(sign * change, 9) AS gain, CASE WHEN gain >= step THEN 1 WHEN gain <= -step THEN -1 WHEN gain IS NOT NULL THEN 0 END AS outcome
FROM joined JOIN 'scales.parquet' USING (instrument, scale) JOIN episode USING (row);

CREATE TEMP TABLE better AS
WITH counted AS (
    SELECT service, period, instrument, scale, respondent, any_value(step) AS step, count(outcome) AS pairs,
        count(*) FILTER (outcome = 1) AS better, count(*) FILTER (outcome = 0) AS unchanged,
        count(*) FILTER (outcome = -1) AS worse
    FROM pair WHERE period IS NOT NULL GROUP BY ALL
)
SELECT *, share(better, pairs) AS share_better, low(better, pairs) AS low, high(better, pairs) AS high,
    share(worse, pairs) AS share_worse, low(worse, pairs) AS worse_low, high(worse, pairs) AS worse_high
FROM counted;

CREATE TEMP TABLE change AS
WITH ranked AS (
    SELECT *, CASE WHEN gain <> 0 THEN rank() OVER size + (count(*) OVER same - 1) / 2 END AS place
    FROM (SELECT *, CASE WHEN gain <> 0 THEN abs(gain) END AS size_of FROM pair WHERE period IS NOT NULL)
    WINDOW size AS (PARTITION BY service, period, instrument, scale, respondent ORDER BY size_of NULLS LAST),
        same AS (PARTITION BY service, period, instrument, scale, respondent, size_of)
)
SELECT service, period, instrument, scale, respondent, count(start) AS started, count("end") AS ended,
    count(change) AS pairs, any_value(sign) AS sign,
    avg(start) FILTER (paired) AS mean_start, stddev_samp(start) FILTER (paired) AS sd_start,
    avg("end") FILTER (paired) AS mean_end, stddev_samp("end") FILTER (paired) AS sd_end,
    avg(change) AS change, stddev_samp(change) AS sd, median(change) AS median_change,
    sum(sign(gain) * place) / sum(place) AS rank_biserial
FROM (SELECT *, change IS NOT NULL AS paired FROM ranked) GROUP BY ALL;

-- How complete it is

CREATE TEMP TABLE completeness AS
WITH used AS (
    SELECT DISTINCT service, instrument, occasion, months_after FROM measured WHERE occasion = 'after'
    UNION ALL
    SELECT service, instrument, unnest(['start', 'end']), NULL FROM (SELECT DISTINCT service, instrument FROM measured)
), due AS (
    SELECT row, service, opened_in AS period, instrument, occasion, months_after,
        CASE occasion WHEN 'start' THEN true WHEN 'end' THEN closed IS NOT NULL
            ELSE coalesce(closed + to_months(months_after) + INTERVAL 30 DAY <= getvariable('as_of'), false) END AS due
    FROM episode JOIN used USING (service)
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
)
SELECT *, share(done, due) AS share, low(done, due) AS low, high(done, due) AS high FROM whole;
