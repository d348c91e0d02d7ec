-- The counted figures of every applicant from the parsed rows. Amounts of time are summed as doubles, which hold them
-- exactly: they stay below 2^53. In braces stand numbers that peer_sql.py fills in.
WITH low_jobs AS (
    SELECT
        owner,
        years_low AS years,
        coalesce(start_high, {cut}) AS first,
        least(coalesce(after_low, CASE WHEN ongoing THEN {cut} ELSE {start} END), {cut}) AS last,
        least(hours_low, 40000)::DOUBLE * coalesce(share, 1000) AS counts,
        CASE WHEN base_sure THEN counts ELSE 0 END AS base
    FROM experience
    WHERE counts_sure AND NOT repeated AND hours_low * coalesce(share, 1000) > 0
),
high_jobs AS (
    SELECT
        owner,
        years_high AS years,
        start_low IS NULL AS endless,
        coalesce(start_low, {start}) AS first,
        least(coalesce(after_high, {cut}), {cut}) AS last,
        least(coalesce(hours_high, 40000), 40000)::DOUBLE * coalesce(share, 1000) AS counts,
        CASE WHEN base_may THEN counts ELSE 0 END AS base
    FROM experience
    WHERE counts_may AND coalesce(hours_high, 40000) * coalesce(share, 1000) > 0
),
low_events AS (
    SELECT owner, first AS day, counts, base FROM low_jobs WHERE years IS NULL AND last > first
    UNION ALL
    SELECT owner, last, -counts, -base FROM low_jobs WHERE years IS NULL AND last > first
),
high_events AS (
    SELECT owner, first AS day, counts, base FROM high_jobs WHERE years IS NULL AND last > first
    UNION ALL
    SELECT owner, last, -counts, -base FROM high_jobs WHERE years IS NULL AND last > first
),
low_held AS (
    SELECT
        owner,
        lead(day) OVER each - day AS days,
        least(sum(counts) OVER so_far, {full}) AS counts,
        least(sum(base) OVER so_far, {full}) AS base
    FROM low_events
    WINDOW each AS (PARTITION BY owner ORDER BY day), so_far AS (each ROWS UNBOUNDED PRECEDING)
),
high_held AS (
    SELECT
        owner,
        lead(day) OVER each - day AS days,
        least(sum(counts) OVER so_far, {full}) AS counts,
        least(sum(base) OVER so_far, {full}) AS base
    FROM high_events
    WINDOW each AS (PARTITION BY owner ORDER BY day), so_far AS (each ROWS UNBOUNDED PRECEDING)
),
low_swept AS (
    SELECT owner, sum(counts * days) * {day} AS counts, sum(base * days) * {day} AS base FROM low_held GROUP BY owner
),
high_swept AS (
    SELECT owner, sum(counts * days) * {day} AS counts, sum(base * days) * {day} AS base FROM high_held GROUP BY owner
),
low_stated AS (
    SELECT owner, max(years * {month} * counts) AS counts, max(years * {month} * base) AS base
    FROM low_jobs WHERE years IS NOT NULL GROUP BY owner
),
high_stated AS (
    SELECT
        owner,
        sum(years * {month} * counts) FILTER (years < {unlimited}) AS counts,
        sum(years * {month} * base) FILTER (years < {unlimited}) AS base,
        bool_or((years IS NULL AND endless AND last > first) OR years >= {unlimited}) AS counts_unlimited,
        bool_or(base > 0 AND ((years IS NULL AND endless AND last > first) OR years >= {unlimited})) AS base_unlimited
    FROM high_jobs WHERE years IS NOT NULL OR endless GROUP BY owner
),
given AS (
    SELECT
        *,
        accredited IS DISTINCT FROM false AS recognised,
        semester_low IS NULL AND quarter_low IS NULL AS silent,
        CASE
            WHEN awarded_high <= {today} THEN 4 WHEN awarded_low > {today} THEN 3 WHEN awarded_low IS NOT NULL THEN 0
            WHEN conferred THEN 4 WHEN expected_low > {today} THEN 3 ELSE 0
        END AS given_low,
        CASE
            WHEN awarded_low > {today} THEN 3 WHEN awarded_low IS NOT NULL THEN 4
            WHEN conferred THEN 4 WHEN expected_low > {today} THEN 3
            WHEN conferred IS NULL OR expected_low IS NOT NULL THEN 4 ELSE 0
        END AS given_high,
        CASE WHEN given_low = given_high THEN given_low ELSE 2 END AS given,
        CASE WHEN level_low >= 5 THEN 4 WHEN level_high >= 5 THEN 2 ELSE 0 END AS third,
        CASE WHEN level_low >= 4 THEN 4 WHEN level_high >= 4 THEN 2 ELSE 0 END AS second,
        CASE WHEN level_low IN (2, 3) THEN 2 WHEN level_low >= 1 THEN 4 WHEN level_high >= 1 THEN 2 ELSE 0 END AS first,
        CASE WHEN given_low < 4 OR level_low < 4 THEN 0 WHEN level_low = 4 THEN {associate} ELSE {bachelor} END
            AS implied,
        CASE WHEN given_high < 4 OR level_high < 4 THEN 0 WHEN level_high = 4 THEN {associate} ELSE {bachelor} END
            AS implied_most,
        greatest(coalesce(semester_low, 0) * 3, coalesce(quarter_low, 0) * 2) AS least_units,
        coalesce(semester_high, 0) * 3 + coalesce(quarter_high, 0) * 2 AS most_units,
        (silent AND implied = 0 AND level_high >= 2)
            OR coalesce(semester_high, 0) >= {unlimited} OR coalesce(quarter_high, 0) >= {unlimited} AS unlimited
    FROM education
),
studied AS (
    SELECT
        owner,
        max(least(third, given, CASE WHEN fits THEN 4 ELSE 2 END)) FILTER (recognised) AS listed,
        max(least(third, given)) FILTER (recognised) AS bachelor,
        max(least(second, given)) FILTER (recognised) AS associate,
        greatest(
            max(least(first, given)) FILTER (recognised), max(CASE WHEN level_high >= 2 THEN 2 ELSE 0 END)
        ) AS school,
        greatest(
            sum(least_units) FILTER (recognised AND NOT silent AND NOT repeated),
            max(implied) FILTER (recognised AND silent)
        )::BIGINT AS units_low,
        (CASE
            WHEN bool_or(recognised AND unlimited) THEN {unlimited}
            ELSE sum(CASE WHEN silent THEN implied ELSE greatest(most_units, implied_most) END) FILTER (recognised)
        END)::BIGINT AS units_high
    FROM given GROUP BY owner
),
licensed AS (
    SELECT DISTINCT owner FROM credentials
    WHERE named AND issued AND coalesce(valid_from_high <= {today}, true) AND coalesce(expires_low >= {today}, true)
),
answered AS (
    SELECT owner, bit_or(meant) AS given FROM answers GROUP BY owner
),
counted AS (
    SELECT
        applicants.owner,
        greatest(low_swept.base, low_stated.base, 0)::BIGINT AS base_low,
        greatest(low_swept.counts, low_stated.counts, 0)::BIGINT AS all_low,
        CASE
            WHEN high_stated.base_unlimited THEN {unlimited}
            ELSE (coalesce(high_swept.base, 0) + coalesce(high_stated.base, 0))::BIGINT
        END AS base_high,
        CASE
            WHEN high_stated.counts_unlimited THEN {unlimited}
            ELSE (coalesce(high_swept.counts, 0) + coalesce(high_stated.counts, 0))::BIGINT
        END AS all_high,
        coalesce(units_low, 0) AS units_low,
        coalesce(units_high, 0) AS units_high,
        coalesce(listed, 0) AS listed,
        coalesce(bachelor, 0) AS bachelor,
        coalesce(associate, 0) AS associate,
        coalesce(school, 0) AS school,
        CASE WHEN licensed.owner IS NULL THEN 3 ELSE 4 END AS licence,
        CASE coalesce(answered.given, 0) WHEN 0 THEN 3 WHEN 2 THEN 4 ELSE 2 END AS answer,
        unread
    FROM applicants
    LEFT JOIN low_swept USING (owner)
    LEFT JOIN high_swept USING (owner)
    LEFT JOIN low_stated USING (owner)
    LEFT JOIN high_stated USING (owner)
    LEFT JOIN studied USING (owner)
    LEFT JOIN licensed USING (owner)
    LEFT JOIN answered USING (owner)
),
figures AS (
    SELECT
        *,
        all_high + CASE WHEN bachelor >= 2 THEN {most_study} ELSE least(units_high, {most_study}) END
            * {years_of_units} AS together_high
    FROM counted
)
