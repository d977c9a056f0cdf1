-- The tables about results, after duckdb_scores.sql: what needs Student's t gets its intervals afterwards.

CREATE TEMP TABLE reliable_change AS
WITH held AS (
    SELECT pair.*, round(start - limit_, 9) * sign AS start_past, round("end" - limit_, 9) * sign AS end_past,
        needed, cut
    FROM pair JOIN (
        SELECT s, coalesce(reliable, 1.96 * sqrt(2) * sd * sqrt(1 - reliability)) AS needed, cutoff, cutoff_female,
            coalesce(cutoff, cutoff_female) IS NOT NULL AS cut
        FROM scale
    ) USING (s) JOIN (SELECT row, sex FROM episode) USING (row),
    LATERAL (SELECT if(sex = 'female', coalesce(cutoff_female, cutoff), cutoff) AS limit_)
    WHERE period IS NOT NULL AND needed IS NOT NULL
), counted AS (
    SELECT service, period, s, respondent, any_value(needed) AS needed, any_value(cut) AS cut, count(gain) AS pairs,
        count(*) FILTER (gain >= needed) AS up, count(*) FILTER (gain <= -needed) AS deteriorated,
        count(*) FILTER (gain >= needed AND start_past <= 0 AND end_past > 0) AS recovered,
        count(*) FILTER (gain IS NOT NULL AND start_past > 0) AS functional
    FROM held GROUP BY ALL
)
SELECT counted.* EXCLUDE (recovered), instrument, scale, if(cut, recovered, NULL) AS recovered, up - recovered AS improved,
    pairs - up - deteriorated AS unchanged, if(cut, functional, NULL) AS functional_at_start
FROM counted JOIN scale USING (s);

CREATE TEMP TABLE several AS
SELECT service, instrument, count(DISTINCT respondent) > 1 AS several FROM measured GROUP BY ALL;

CREATE TEMP TABLE norms AS
WITH found AS (
    SELECT scored.service, closed_in AS period, instrument, s, if(several, respondent, NULL) AS respondent, occasion,
        count(*) AS n, avg(score) AS mean, stddev_samp(score) AS sd
    FROM scored JOIN several USING (service, instrument) JOIN episode USING (row)
    WHERE occasion IN ('start', 'end') AND closed_in IS NOT NULL GROUP BY ALL
)
SELECT found.service, period, found.instrument, scale.scale, respondent, occasion, found.n, found.mean, found.sd, norm,
    norm.mean AS norm_mean, norm.sd AS norm_sd, norm.n AS norm_n
FROM found JOIN scale USING (s) JOIN 'norms.parquet' norm ON norm.instrument = scale.instrument AND norm.scale = scale.scale;

-- Does it last

CREATE TEMP TABLE follow_up AS
SELECT DISTINCT service, instrument, if(several, respondent, NULL) AS respondent, months_after
FROM measured JOIN several USING (service, instrument) WHERE occasion = 'after';

CREATE TEMP TABLE lasting AS
WITH latest AS (
    SELECT row, s, if(several, respondent, NULL) AS respondent, months_after,
        arg_max(score, coalesce(date, DATE '0001-01-01')) AS after
    FROM scored JOIN several USING (service, instrument) WHERE occasion = 'after' GROUP BY ALL
), asked AS (
    SELECT pair.row, pair.s, pair.respondent, months_after, start, "end"
    FROM pair JOIN scale USING (s) JOIN follow_up f ON f.service = pair.service AND f.instrument = scale.instrument
        AND f.respondent IS NOT DISTINCT FROM pair.respondent
), three AS (
    SELECT coalesce(a.row, l.row) AS row, coalesce(a.s, l.s) AS s, coalesce(a.respondent, l.respondent) AS respondent,
        coalesce(a.months_after, l.months_after) AS months_after, start, "end", after
    FROM asked a FULL JOIN latest l ON l.row = a.row AND l.s = a.s AND l.months_after = a.months_after
        AND l.respondent IS NOT DISTINCT FROM a.respondent
), seen AS (
    SELECT three.*, service, closed_in AS period, start IS NOT NULL AND "end" IS NOT NULL AND after IS NOT NULL AS whole,
        closed + to_months(months_after) - INTERVAL 30 DAY <= getvariable('as_of') AS eligible, step,
        if(better = 'higher', 1, -1) AS sign, round(sign * ("end" - start), 9) >= step AS rose,
        round(sign * (after - start), 9) >= step AS stayed
    FROM three JOIN scale USING (s) JOIN episode USING (row) WHERE closed IS NOT NULL
), counted AS (
    SELECT service, period, s, respondent, months_after,
        count(after) FILTER (eligible) AS reached, count(*) FILTER (eligible AND whole) AS triples,
        avg(start) FILTER (eligible AND whole) AS mean_start, avg("end") FILTER (eligible AND whole) AS mean_end,
        avg(after) FILTER (eligible AND whole) AS mean_after,
        count(*) FILTER (eligible AND whole AND rose) AS better_at_end,
        count(*) FILTER (eligible AND whole AND rose AND stayed) AS kept,
        avg(start) FILTER (eligible AND after IS NOT NULL) AS mean_start_reached,
        avg(start) FILTER (eligible AND after IS NULL) AS mean_start_lost,
        avg(coalesce(after, "end", start) - start) FILTER (eligible AND start IS NOT NULL) AS carried_forward,
        avg(coalesce(after - start, 0)) FILTER (eligible AND start IS NOT NULL) AS no_change
    FROM seen GROUP BY ALL
), bases AS (
    SELECT service, closed_in AS period, months_after, count(*) AS closed,
        count(*) FILTER (closed + to_months(months_after) - INTERVAL 30 DAY <= getvariable('as_of')) AS eligible
    FROM episode JOIN (SELECT DISTINCT service, months_after FROM follow_up) USING (service)
    WHERE episode.closed IS NOT NULL GROUP BY ALL
)
SELECT counted.*, instrument, scale, bases.closed, eligible
FROM counted JOIN scale USING (s) JOIN bases USING (service, period, months_after);

-- Do the groups differ

CREATE TEMP TABLE groups AS
WITH moved AS (
    SELECT pair.service, period, s, respondent, coalesce(sex, 'missing') AS "group", gain, sign * change AS exact,
        list_position(['female', 'male', 'other', 'missing'], "group") AS place
    FROM pair JOIN episode USING (row) WHERE period IS NOT NULL AND gain IS NOT NULL AND getvariable('split') = 'sex'
), figure AS (
    SELECT service, period, s, respondent, "group", place, count(*) AS n, avg(exact) AS mean, stddev_samp(exact) AS sd,
        list(gain) AS gains
    FROM moved GROUP BY ALL HAVING count(*) >= 10
), two AS (
    SELECT a.*, b."group" AS against, b.n AS against_n, b.mean AS mean0, b.sd AS sd0, b.gains AS gains0
    FROM figure a JOIN figure b ON b.service = a.service AND b.period = a.period AND b.s = a.s
        AND b.respondent IS NOT DISTINCT FROM a.respondent AND b.place > a.place
)
SELECT two.* EXCLUDE (gains, gains0), 'sex' AS "by", instrument, scale, (
        SELECT avg(sign(one.gain - other.gain))
        FROM (SELECT unnest(gains) AS gain) one, (SELECT unnest(gains0) AS gain) other
    ) AS delta
FROM two JOIN scale USING (s);

-- Yes and no before and after, and goals

CREATE TEMP TABLE yes_no AS
WITH twice AS (
    SELECT service, variable FROM variable WHERE type = 'yes_no' AND occasion IN ('opening', 'closing')
    GROUP BY ALL HAVING count(*) = 2
), both_times AS (
    SELECT a.row, a.service, a.variable, a.value AS opening, b.value AS closing
    FROM given a JOIN given b ON b.row = a.row AND b.variable = a.variable AND b.occasion = 'closing'
    WHERE a.occasion = 'opening' AND b.period IS NOT NULL
)
SELECT e.service, closed_in AS period, variable, count(opening) AS pairs,
    count(*) FILTER (opening = 'yes' AND closing = 'yes') AS yes_yes,
    count(*) FILTER (opening = 'yes' AND closing = 'no') AS yes_no,
    count(*) FILTER (opening = 'no' AND closing = 'yes') AS no_yes,
    count(*) FILTER (opening = 'no' AND closing = 'no') AS no_no
FROM episode e JOIN twice USING (service) LEFT JOIN both_times USING (row, service, variable)
WHERE closed IS NOT NULL GROUP BY ALL;

CREATE TEMP TABLE goals AS
WITH judged AS (
    SELECT service, label(coalesce(judged_on, closed)) AS period, attainment
    FROM 'goals.parquet' JOIN episode USING (episode) WHERE attainment IS NOT NULL
), base AS (
    SELECT service, period, count(*) AS "of" FROM judged WHERE period IS NOT NULL GROUP BY ALL
), counted AS (
    SELECT service, period, attainment, count(*) AS n FROM judged GROUP BY ALL
)
SELECT service, period, attainment, coalesce(n, 0) AS n, "of", share(coalesce(n, 0), "of") AS share,
    low(coalesce(n, 0), "of") AS low, high(coalesce(n, 0), "of") AS high
FROM base CROSS JOIN (SELECT unnest(['fully', 'largely', 'slightly', 'not_at_all']) AS attainment)
LEFT JOIN counted USING (service, period, attainment);
