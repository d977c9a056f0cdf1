# Scores from answers, and pairs of start and end.

PAIR <- c("row", "s", "respondent")

read_scales <- function() {
  found <- read("scales", list(
    character = c("instrument", "scale", "items", "reversed", "parts", "score", "better"),
    numeric = c("min", "max", "need", "multiply", "add", "step", "sd", "reliability", "reliable", "cutoff", "cutoff_female")
  ))
  found[, `:=`(s = .I, sign = fifelse(better == "higher", 1, -1))]
  found[, `:=`(factor = fifelse(is.na(multiply), 1, multiply), term = fifelse(is.na(add), 0, add))][]
}

# Without follow-ups more than 30 days from closing plus their months. Where only one kind of respondent answers an
# instrument in a service, it is not told who.
read_measured <- function() {
  found <- read_of_episodes("measurements", list(
    character = c("measurement", "episode", "instrument", "occasion", "respondent"), IDate = "date", integer = "months_after"
  ))
  found[, several := uniqueN(respondent) > 1, by = .(service, instrument)]
  found[several == FALSE, respondent := NA_character_]
  away <- abs(as.integer(found$date) - as.integer(months_later(episodes$closed[found$row], found$months_after)))
  found <- found[occasion != "after" | is.na(date) | away <= 30]
  found[, m := .I][]
}

# Every valid score at start, at end or after: the measurement's columns with `s` for the scale and `score`.
read_scores <- function() {
  whole <- scales[!is.na(items)]
  items <- whole[, .(item = split_words(items)[[1]], low = min, high = max, reversed), by = .(instrument, s)]
  items[, turned := item %chin% split_words(reversed)[[1]], by = s]
  items <- items[, .(instrument, item, s, ends = fifelse(turned, low + high, 0), way = fifelse(turned, -1, 1))]
  answers <- read("answers", list(character = c("measurement", "item"), numeric = "value"))
  answers[, m := chmatch(measurement, measured$measurement)]
  answers <- answers[!is.na(value) & !is.na(m)]
  answers[, instrument := measured$instrument[m]]
  answers <- items[answers, on = .(instrument, item), nomatch = NULL, allow.cartesian = TRUE]
  answers[, value := ends + way * value]
  counted <- answers[, .(total = sum(value), answered = .N), by = .(m, s)]
  size <- lengths(split_words(scales$items))
  need <- fifelse(is.na(scales$need), as.numeric(size), scales$need)
  times <- fifelse(!is.na(scales$score) & scales$score == "sum", as.numeric(size), 1) * scales$factor
  counted <- counted[answered >= need[s], .(m, s, score = total / answered * times[s] + scales$term[s])]
  found <- rbind(counted, added(counted))
  found <- cbind(measured[found$m, .(row, service, instrument, occasion, date, months_after, respondent)], found[, .(s, score)])
  found[occasion != "during"]
}

# The scores of scales whose parts are other scales.
added <- function(own) {
  parts <- scales[!is.na(parts), .(scale = split_words(parts)[[1]]), by = .(instrument, whole = s, factor, term)]
  parts <- parts[, many := .N, by = whole][scales[, .(instrument, scale, s)], on = .(instrument, scale), nomatch = NULL]
  sums <- own[parts, on = "s", nomatch = NULL, allow.cartesian = TRUE]
  sums <- sums[, .(score = sum(score), many = many[1], n = .N), by = .(m, whole)][n == many]
  sums[, .(m, s = whole, score = score * scales$factor[whole] + scales$term[whole])]
}

# One row per episode, scale and respondent with a score at start (the earliest), at end (the latest) or at both.
# `outcome` is 1, 0 or -1 for better, unchanged and worse; `gain` is the change turned so that + is better, rounded past
# float noise.
read_pairs <- function() {
  start <- unique(scored[occasion == "start"][order(date, na.last = TRUE)], by = PAIR)
  end <- unique(scored[occasion == "end"][order(date, na.last = FALSE)], by = PAIR, fromLast = TRUE)
  start <- start[, c(PAIR, "score"), with = FALSE]
  end <- end[, c(PAIR, "score"), with = FALSE]
  both <- merge(setnames(start, "score", "start"), setnames(end, "score", "end"), by = PAIR, all = TRUE)
  both[, `:=`(sign = scales$sign[s], step = scales$step[s], change = end - start)]
  both[, gain := round(sign * change, 9)]
  both[, outcome := fifelse(gain >= step, 1, fifelse(gain <= -step, -1, 0))]
  both[, `:=`(service = episodes$service[row], period = episodes$closed_in[row], sex = episodes$sex[row])][]
}
