-- The tables typed by hand for DuckDB; needs the variable period and the search path set to the dataset's folder.

CREATE MACRO label(day) AS CASE WHEN day IS NULL THEN NULL WHEN getvariable('period') = 'year' THEN year(day)::VARCHAR ELSE 'all' END;
CREATE MACRO share(x, n) AS x / nullif(n, 0)::DOUBLE;
CREATE MACRO z() AS 1.959963984540054::DOUBLE;
CREATE MACRO centre(x, n) AS (share(x, n) + z() ** 2 / (2 * n)) / (1 + z() ** 2 / n);
CREATE MACRO half(x, n) AS z() * sqrt(share(x, n) * (1 - share(x, n)) / n + z() ** 2 / (4.0 * n * n)) / (1 + z() ** 2 / n);
CREATE MACRO low(x, n) AS CASE WHEN n > 0 THEN if(x = 0, 0::DOUBLE, centre(x, n) - half(x, n)) END;
CREATE MACRO high(x, n) AS CASE WHEN n > 0 THEN if(x = n, 1::DOUBLE, centre(x, n) + half(x, n)) END;
CREATE MACRO difference(x, n, x0, n0) AS share(x, n) - share(x0, n0);
CREATE MACRO difference_low(x, n, x0, n0) AS difference(x, n, x0, n0)
    - sqrt((share(x, n) - low(x, n)) ** 2 + (high(x0, n0) - share(x0, n0)) ** 2);
CREATE MACRO difference_high(x, n, x0, n0) AS difference(x, n, x0, n0)
    + sqrt((high(x, n) - share(x, n)) ** 2 + (share(x0, n0) - low(x0, n0)) ** 2);

CREATE TEMP TABLE episode AS
SELECT row_number() OVER () AS row, e.*, n.kind, c.sex, coalesce(e.age, year(e.opened) - c.birth_year) AS years,
    label(e.opened) AS opened_in, label(e.closed) AS closed_in
FROM 'episodes.parquet' e
LEFT JOIN 'clients.parquet' c ON c.client = e.client
LEFT JOIN 'endings.parquet' n ON n.service = e.service AND n.ending = e.ending;

CREATE TEMP TABLE contact AS
SELECT row, service, opened, opened_in, date, intervention, attendance
FROM 'contacts.parquet' JOIN episode USING (episode);

CREATE TEMP TABLE stay AS
SELECT row, p.service, p.phase, p."order", label(s.entered) AS period, s.entered, s."left", s."left" - s.entered AS days
FROM 'phases.parquet' s JOIN episode e USING (episode)
JOIN 'phase_plan.parquet' p ON p.service = e.service AND p.phase = s.phase;

CREATE TEMP TABLE measured AS
SELECT row_number() OVER () AS m, m.measurement, m.instrument, m.occasion, m.date, m.months_after, m.respondent, e.row, e.service
FROM 'measurements.parquet' m JOIN episode e USING (episode)
WHERE m.occasion <> 'after' OR m.date IS NULL
    OR m.date BETWEEN e.closed + to_months(m.months_after) - INTERVAL 30 DAY AND e.closed + to_months(m.months_after) + INTERVAL 30 DAY;

SET VARIABLE as_of = (SELECT max(day) FROM (
    SELECT max(greatest(opened, closed)) AS day FROM episode UNION ALL SELECT max(date) FROM contact
    UNION ALL SELECT max(greatest(entered, "left")) FROM stay UNION ALL SELECT max(date) FROM 'measurements.parquet'
    UNION ALL SELECT max(greatest(set_on, judged_on)) FROM 'goals.parquet'));

-- Who comes

CREATE TEMP TABLE variable AS
SELECT service, variable, type, retired, unnest(string_split(coalesce(occasion, 'opening'), ' ')) AS occasion FROM 'variables.parquet';

CREATE TEMP TABLE given AS
SELECT row, e.service, v.variable, type, v.occasion, value, if(v.occasion = 'closing', closed_in, opened_in) AS period
FROM 'values.parquet' g JOIN episode e USING (episode)
JOIN variable v ON v.service = e.service AND v.variable = g.variable AND v.occasion = coalesce(g.occasion, 'opening')
UNION ALL SELECT row, service, 'sex', 'choice', 'opening', sex, opened_in FROM episode WHERE sex IS NOT NULL
UNION ALL SELECT row, service, 'age', 'number', 'opening', years::VARCHAR, opened_in FROM episode WHERE years IS NOT NULL;

CREATE TEMP TABLE base AS
SELECT service, 'opening' AS occasion, opened_in AS period, count(*) AS people FROM episode GROUP BY ALL
UNION ALL SELECT service, 'closing', closed_in, count(*) FROM episode WHERE closed IS NOT NULL GROUP BY ALL;

CREATE TEMP TABLE asked AS
SELECT service, variable, type, occasion FROM variable
UNION ALL SELECT service, unnest(['sex', 'age']), unnest(['choice', 'number']), 'opening' FROM 'services.parquet';

CREATE TEMP TABLE who AS
WITH category AS (
    SELECT service, variable, option AS category FROM 'options.parquet'
    UNION ALL SELECT service, 'sex', unnest(['female', 'male', 'other']) FROM 'services.parquet'
    UNION ALL SELECT service, variable, unnest(['yes', 'no']) FROM 'variables.parquet' WHERE type = 'yes_no'
), counted AS (
    SELECT service, period, variable, occasion, value AS category, count(*) AS n FROM given
    WHERE type IN ('choice', 'choices', 'yes_no') GROUP BY ALL
), answered AS (
    SELECT service, period, variable, occasion, count(DISTINCT row) AS n FROM given
    WHERE type IN ('choice', 'choices', 'yes_no') GROUP BY ALL
), cell AS (
    SELECT service, period, variable, occasion, category, coalesce(n, 0) AS n, people AS "of"
    FROM asked JOIN category USING (service, variable) JOIN base USING (service, occasion)
    LEFT JOIN counted USING (service, period, variable, occasion, category)
    UNION ALL
    SELECT service, period, variable, occasion, 'missing', people - coalesce(n, 0), people
    FROM asked JOIN base USING (service, occasion) LEFT JOIN answered USING (service, period, variable, occasion)
    WHERE type IN ('choice', 'choices', 'yes_no')
)
SELECT *, share(n, "of") AS share, low(n, "of") AS low, high(n, "of") AS high FROM cell;

CREATE TEMP TABLE who_numbers AS
WITH figure AS (
    SELECT service, period, variable, occasion, count(*) AS n, avg(value) AS mean, stddev_samp(value) AS sd,
        quantile_cont(value, [0.25, 0.5, 0.75]) AS q
    FROM (SELECT * REPLACE (value::DOUBLE AS value) FROM given WHERE type = 'number') GROUP BY ALL
)
SELECT service, period, variable, occasion, coalesce(n, 0) AS n, people - coalesce(n, 0) AS missing, mean, sd,
    q[1] AS q1, q[2] AS median, q[3] AS q3
FROM asked JOIN base USING (service, occasion) LEFT JOIN figure USING (service, period, variable, occasion)
WHERE type = 'number';

-- What they get

CREATE TEMP TABLE interventions AS
WITH each AS (
    SELECT row, service, opened_in AS period, intervention, count(*) AS contacts FROM contact WHERE attendance = 'attended' GROUP BY ALL
), figure AS (
    SELECT service, period, intervention, count(*) AS received, sum(contacts) AS contacts,
        quantile_cont(contacts, [0.25, 0.5, 0.75]) AS q
    FROM each GROUP BY ALL
)
SELECT service, period, intervention, intended, coalesce(received, 0) AS received, people AS "of",
    share(coalesce(received, 0), people) AS share, low(coalesce(received, 0), people) AS low,
    high(coalesce(received, 0), people) AS high, coalesce(contacts, 0)::BIGINT AS contacts,
    q[1] AS q1, q[2] AS median, q[3] AS q3
FROM 'interventions.parquet' JOIN base USING (service) LEFT JOIN figure USING (service, period, intervention)
WHERE occasion = 'opening';

CREATE TEMP TABLE attendance AS
WITH counted AS (
    SELECT service, label(date) AS period, if(grouping(intervention) = 1, 'all', intervention) AS intervention,
        count(*) FILTER (attendance <> 'cancelled') AS planned, count(*) FILTER (attendance = 'missed') AS missed,
        count(*) FILTER (attendance = 'cancelled') AS cancelled
    FROM contact GROUP BY GROUPING SETS ((service, label(date), intervention), (service, label(date)))
)
SELECT *, share(missed, planned) AS share, low(missed, planned) AS low, high(missed, planned) AS high FROM counted;

CREATE TEMP TABLE phases AS
WITH first AS (
    SELECT row, "order", min(entered) AS entered FROM stay GROUP BY ALL
), reached AS (
    SELECT row, service, period, max("order") AS furthest FROM stay GROUP BY ALL
), skip AS (
    SELECT r.service, r.period, p.phase, count(*) AS skipped
    FROM reached r JOIN 'phase_plan.parquet' p ON p.service = r.service AND p."order" < r.furthest
    ANTI JOIN first f ON f.row = r.row AND f."order" = p."order" GROUP BY ALL
), disorder AS (
    SELECT s.service, s.period, s.phase, count(DISTINCT s.row) AS out_of_order
    FROM stay s JOIN first f ON f.row = s.row AND f."order" < s."order" AND f.entered > s.entered GROUP BY ALL
), figure AS (
    SELECT service, period, phase, count(*) AS entered, count("left") AS "left",
        quantile_cont(days, [0.25, 0.5, 0.75]) AS q
    FROM stay GROUP BY ALL
)
SELECT service, period, phase, coalesce(entered, 0) AS entered, coalesce("left", 0) AS "left",
    coalesce(entered - "left", 0) AS ongoing, q[1] AS q1, q[2] AS median, q[3] AS q3,
    coalesce(skipped, 0) AS skipped, coalesce(out_of_order, 0) AS out_of_order
FROM (SELECT DISTINCT service, period FROM stay) JOIN 'phase_plan.parquet' USING (service)
LEFT JOIN figure USING (service, period, phase) LEFT JOIN skip USING (service, period, phase)
LEFT JOIN disorder USING (service, period, phase);

-- How it ends

CREATE TEMP TABLE endings AS
WITH category AS (
    SELECT service, ending, kind FROM 'endings.parquet'
    UNION ALL SELECT DISTINCT service, 'missing', NULL FROM 'endings.parquet'
), counted AS (
    SELECT service, closed_in AS period, coalesce(ending, 'missing') AS ending, count(*) AS n FROM episode
    WHERE closed IS NOT NULL GROUP BY ALL
)
SELECT service, period, ending, kind, coalesce(n, 0) AS n, people AS "of", share(coalesce(n, 0), people) AS share,
    low(coalesce(n, 0), people) AS low, high(coalesce(n, 0), people) AS high
FROM category JOIN base USING (service) LEFT JOIN counted USING (service, period, ending)
WHERE occasion = 'closing';

CREATE TEMP TABLE completion AS
WITH counted AS (
    SELECT service, closed_in AS period, count(*) FILTER (kind = 'completed') AS completed, count(*) AS "of",
        count(*) FILTER (kind = 'other') AS other
    FROM episode WHERE closed IS NOT NULL GROUP BY ALL
), before AS (
    SELECT *, coalesce(sum(completed) OVER earlier, 0)::BIGINT AS earlier, coalesce(sum("of") OVER earlier, 0)::BIGINT AS earlier_of
    FROM counted WINDOW earlier AS (PARTITION BY service ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT *, share(completed, "of") AS share, low(completed, "of") AS low, high(completed, "of") AS high,
    share(completed, "of" - other) AS share_without_other,
    difference(completed, "of", earlier, earlier_of) AS difference,
    difference_low(completed, "of", earlier, earlier_of) AS difference_low,
    difference_high(completed, "of", earlier, earlier_of) AS difference_high
FROM before;
