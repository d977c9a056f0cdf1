# The tables as an analyst would work them out in R with data.table, from a dataset of CSV files:
# Rscript benchmarks/r_peer.R PATH [--period year] [--by sex] [-o FILE]

suppressPackageStartupMessages({
  library(data.table)
  library(jsonlite)
})
setDTthreads(0)  # as many as there are processors

arguments <- commandArgs()
# Rscript writes a space in a path as ~+~
HERE <- dirname(gsub("~+~", " ", sub("^--file=", "", grep("^--file=", arguments, value = TRUE)), fixed = TRUE))
arguments <- commandArgs(trailingOnly = TRUE)
option <- function(name, otherwise) {
  place <- match(name, arguments)
  if (is.na(place)) otherwise else arguments[place + 1]
}
given <- list(
  path = arguments[1], period = option("--period", "all"), by = option("--by", NULL), out = option("-o", "/dev/stdout")
)
for (part in c("contract", "data", "scores", "results", "expectations", "series")) source(file.path(HERE, sprintf("r_%s.R", part)))

CHOICES <- c("choice", "choices", "yes_no")
ASKED <- c("service", "variable", "occasion")

# How many opened and closed in each period.
people <- function() {
  rbind(
    bases(episodes[, .(service, period = opened_in)])[, occasion := "opening"],
    bases(episodes[!is.na(closed), .(service, period = closed_in)])[, occasion := "closing"]
  )
}

who <- function() {
  by <- c(KEYS, "variable", "occasion")
  kinds <- variables[type %chin% CHOICES, ..ASKED]
  options <- read("options", list(character = c("service", "variable", "option")))
  services <- read("services", list(character = "service"))
  declared <- rbind(
    kinds[options, on = .(service, variable), nomatch = NULL, allow.cartesian = TRUE, .(service, variable, occasion, category = option)],
    crossed(variables[type == "yes_no", ..ASKED], "category", c("yes", "no")),
    crossed(services[, .(service, variable = "sex", occasion = "opening")], "category", c("female", "male", "other"))
  )
  sex <- episodes[!is.na(sex), .(service, period = opened_in, variable = "sex", occasion = "opening", category = sex, row)]
  found <- values[type %chin% CHOICES & !is.na(period), .(service, period, variable, occasion, category = value, row)]
  found <- rbind(found, sex)
  counts <- found[, .(n = .N), by = c(by, "category")]
  answered <- unique(found, by = c("row", "variable", "occasion"))[, .(n = .N), by = by]
  rows <- people()[declared, on = .(service, occasion), nomatch = NULL, allow.cartesian = TRUE]
  missing <- nought(joined(unique(rows[, c(by, "of"), with = FALSE]), answered, by), "n")
  missing[, `:=`(n = of - n, category = "missing")]
  told <- nought(joined(rows, counts, c(by, "category")), "n")
  with_share(rbind(told, missing, use.names = TRUE), "n", "of")
}

who_numbers <- function() {
  by <- c(KEYS, "variable", "occasion")
  found <- values[type == "number" & !is.na(period), .(service, period, variable, occasion, value = as.numeric(value))]
  ages <- episodes[!is.na(age), .(service, period = opened_in, variable = "age", occasion = "opening", value = as.numeric(age))]
  figures <- rbind(found, ages)[, c(.(n = .N, mean = mean(value), sd = sd(value)), quartiles(value)), by = by]
  services <- read("services", list(character = "service"))[, .(service, variable = "age", occasion = "opening")]
  asked <- rbind(variables[type == "number", ..ASKED], services)
  rows <- people()[asked, on = .(service, occasion), nomatch = NULL, allow.cartesian = TRUE]
  nought(joined(rows, figures, by), "n")[, missing := of - n][]
}

interventions <- function() {
  each <- by_episode[attendance == "attended", .(row, intervention, n)]
  each[, `:=`(service = episodes$service[row], period = episodes$opened_in[row])]
  figures <- each[, c(.(received = .N, contacts = sum(n)), quartiles(n)), by = c(KEYS, "intervention")]
  declared <- read("interventions", list(character = c("service", "intervention"), logical = "intended"))
  rows <- bases(episodes[, .(service, period = opened_in)])[declared, on = "service", nomatch = NULL, allow.cartesian = TRUE]
  rows <- nought(joined(rows, figures, c(KEYS, "intervention")), c("received", "contacts"))
  with_share(rows, "received", "of")
}

attendance_rows <- function() {
  counts <- by_month[, .(service, period = label(first_of(month)), intervention, attendance, n)]
  each <- dcast(counts, service + period + intervention ~ factor(attendance, ATTENDANCE), fun.aggregate = sum,
    value.var = "n", drop = c(TRUE, FALSE))
  every <- each[, lapply(.SD, sum), by = KEYS, .SDcols = ATTENDANCE][, intervention := "all"]
  rows <- rbind(each, every, use.names = TRUE)[, planned := attended + missed]
  with_share(rows, "missed", "planned")
}

phase_rows <- function() {
  by <- c(KEYS, "phase")
  plan <- read("phase_plan", list(character = c("service", "phase"), integer = "order"))
  stays <- plan[phases, on = .(service, phase), nomatch = NULL]
  first <- stays[, .(first = min(entered)), by = .(row, place = order)]
  reached <- stays[, .(furthest = max(order)), by = c("row", KEYS)]
  passed <- plan[reached, on = "service", allow.cartesian = TRUE][order < furthest]
  skipped <- passed[!first, on = .(row, order = place)][, .(skipped = .N), by = by]
  later <- first[stays, on = "row", allow.cartesian = TRUE][place < order & first > entered]
  disordered <- unique(later, by = c("row", by))[, .(out_of_order = .N), by = by]
  figures <- stays[, c(.(entered = .N, left = sum(!is.na(left))), quartiles(days)), by = by]
  rows <- plan[unique(stays[, ..KEYS]), on = "service", allow.cartesian = TRUE]
  for (found in list(figures, skipped, disordered)) rows <- joined(rows, found, by)
  nought(rows, c("entered", "left", "skipped", "out_of_order"))[, ongoing := entered - left][]
}

endings <- function() {
  closed <- episodes[!is.na(closed), .(service, period = closed_in, ending = fcoalesce(ending, "missing"))]
  known <- read("endings", list(character = c("service", "ending", "kind")))
  known <- rbind(known, unique(known[, .(service, ending = "missing", kind = NA_character_)]))
  rows <- bases(closed)[known, on = "service", nomatch = NULL, allow.cartesian = TRUE]
  counts <- closed[, .(n = .N), by = c(KEYS, "ending")]
  with_share(nought(joined(rows, counts, c(KEYS, "ending")), "n"), "n", "of")
}

completion <- function() {
  rows <- episodes[!is.na(closed), .(
    completed = sum(kind == "completed", na.rm = TRUE), of = .N, other = sum(kind == "other", na.rm = TRUE)
  ), by = .(service, period = closed_in)]
  setorder(rows, service, period)
  rows[, `:=`(earlier = cumsum(completed) - completed, earlier_of = cumsum(of) - of), by = service]
  rows[, share_without_other := share(completed, of - other)]
  with_share(with_difference(rows, "completed", "of"), "completed", "of")
}

# Less the occasions that a service's plan leaves out; of an instrument that is not in the plan all of them.
as_planned <- function(asked) {
  plan <- read("measurement_plan", list(character = c("service", "instrument", "at_start", "at_end", "months_after")))
  setnames(plan, "months_after", "planned")
  rows <- joined(asked, plan, c("service", "instrument"))
  after <- mapply(`%in%`, as.character(rows$months_after), split_words(fcoalesce(rows$planned, "")))
  kept <- fifelse(rows$occasion == "start", rows$at_start == "true", fifelse(rows$occasion == "end", rows$at_end == "true", after))
  rows[is.na(at_start) | kept, names(asked), with = FALSE]
}

# A start is due for all, an end for the closed, and a follow-up for those whose window is over.
of_instruments <- function() {
  names <- c("instrument", "occasion", "months_after")
  used <- unique(measured[, c("service", names), with = FALSE])
  always <- crossed(unique(used[, .(service, instrument)])[, months_after := NA_integer_], "occasion", c("start", "end"))
  asked <- as_planned(rbind(always, used[occasion == "after"], use.names = TRUE))
  is_due <- function(occasion, closed, months) {
    over <- as.integer(months_later(closed, months)) + 30L <= as.integer(as_of)
    fifelse(occasion == "after", !is.na(over) & over, occasion == "start" | !is.na(closed))
  }
  rows <- asked[episodes[, .(service, period = opened_in, closed)], on = "service", nomatch = NULL, allow.cartesian = TRUE]
  rows <- rows[, due := is_due(occasion, closed, months_after)][, .(due = sum(due)), by = c(KEYS, names)]
  done <- unique(scored[, c("row", "service", names), with = FALSE])
  done <- done[is_due(occasion, episodes$closed[row], months_after)][, period := episodes$opened_in[row]]
  rows <- nought(joined(rows, done[, .(done = .N), by = c(KEYS, names)], c(KEYS, names)), "done")
  rows[occasion == "after", occasion := paste0("after_", months_after)]
  rows[, .(service, period, what = instrument, occasion, due, done)]
}

of_variables <- function() {
  due <- rbind(
    episodes[, .(occasion = "opening", due = .N), by = .(service, period = opened_in)],
    episodes[, .(occasion = "closing", due = sum(!is.na(closed))), by = .(service, period = opened_in)]
  )
  given <- unique(values[!is.na(period)], by = c("row", "variable", "occasion"))
  done <- given[, .(done = .N), by = .(service, period = opened_in, variable, occasion)]
  rows <- due[variables, on = .(service, occasion), nomatch = NULL, allow.cartesian = TRUE]
  rows <- rows[is.na(retired) | (period != "all" & period < substr(retired, 1, 4))]
  rows <- nought(joined(rows, done, c(KEYS, "variable", "occasion")), "done")
  rows[, .(service, period, what = variable, occasion, due, done)]
}

completeness <- function() with_share(rbind(of_instruments(), of_variables()), "done", "due")

episodes <- read_episodes()
versions <- read_versions()
version <- unique(versions, by = "v")
variables <- read_variables()
scales <- read_scales()
values <- read_values()
phases <- read_phases()
contacts <- read_contacts()
by_month <- contacts[, .(n = .N), by = .(service, month = month_of(date), intervention, attendance)]
as_of <- read_as_of()
by_episode <- count_by_episode(contacts, unique(versions[kind == "dose", months]))
measured <- read_measured()
scored <- read_scores()
pairs <- read_pairs()
closed_pairs <- pairs[!is.na(period)]
windows <- dose_windows()

tables <- list(
  who = who(), who_numbers = who_numbers(), expectations = expectations(), doses = doses(), interventions = interventions(),
  attendance = attendance_rows(), phases = phase_rows(), endings = endings(), completion = completion(), better = better(),
  change = change(), reliable_change = reliable_change(), norms = norms(), lasting = lasting(),
  yes_no = yes_no(), goals = goals(), trend = trend(),
  completeness = completeness(), retention = retention()
)
tables$services <- services(tables$completion, tables$attendance, tables$better)

# A table in the columns of the contract, with null for what is not known.
as_told <- function(rows, name) {
  rows <- rows[, c(KEYS, strsplit(COLUMNS[[name]], " ", fixed = TRUE)[[1]]), with = FALSE]
  for (column in names(rows)[vapply(rows, is.double, TRUE)]) set(rows, which(is.nan(rows[[column]])), column, NA)
  rows
}

told <- Map(as_told, tables, names(tables))
told$groups <- if (is.null(given$by)) list() else as_told(groups(), "groups")
header <- list(as_of = format(as_of), period = given$period)
text <- toJSON(list(dataset = header, tables = told), na = "null", digits = NA, auto_unbox = TRUE)
writeLines(enc2utf8(text), given$out, useBytes = TRUE)
