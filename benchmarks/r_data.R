# A dataset's CSV files as data.tables, and what several tables are made from. Global: `given`, what was asked for.

KEYS <- c("service", "period")
ATTENDANCE <- c("attended", "missed", "cancelled")
Z <- 1.959963984540054

# A table's columns by their type, as list(character = c("service", "variable")).
read <- function(table, columns) {
  fread(file.path(given$path, paste0(table, ".csv")), select = columns, na.strings = "", encoding = "UTF-8")
}

# The first day of every month as a number, and the month of a day as its place among them.
FIRSTS <- as.integer(seq(as.Date("1800-01-01"), by = "month", length.out = 450 * 12))
month_of <- function(day) findInterval(as.integer(day), FIRSTS)
first_of <- function(month) as.IDate(FIRSTS[month], origin = "1970-01-01")

# The same day that many calendar months later, or the last day of a month that lacks it.
months_later <- function(day, months) {
  place <- month_of(day)
  found <- pmin(FIRSTS[place + months] + as.integer(day) - FIRSTS[place], FIRSTS[place + months + 1L] - 1L)
  as.IDate(found, origin = "1970-01-01")
}

label <- function(day) {
  if (given$period == "year") as.character(year(day)) else fifelse(is.na(day), NA_character_, "all")
}

share <- function(x, n) fifelse(n > 0, x / n, NA_real_)

wilson <- function(x, n) {
  p <- share(x, n)
  centre <- (p + Z^2 / (2 * n)) / (1 + Z^2 / n)
  half <- Z * sqrt(p * (1 - p) / n + Z^2 / (4 * n^2)) / (1 + Z^2 / n)
  list(share = p, low = fifelse(p == 0, 0, centre - half), high = fifelse(p == 1, 1, centre + half))
}

with_share <- function(rows, x, n, names = c("share", "low", "high")) {
  set(rows, j = names, value = wilson(as.numeric(rows[[x]]), as.numeric(rows[[n]])))
  rows[]
}

# x of n beside `earlier` of `earlier_of` (Newcombe 1998, method 10).
with_difference <- function(rows, x, n) {
  one <- wilson(as.numeric(rows[[x]]), as.numeric(rows[[n]]))
  other <- wilson(as.numeric(rows$earlier), as.numeric(rows$earlier_of))
  difference <- one$share - other$share
  down <- sqrt((one$share - one$low)^2 + (other$high - other$share)^2)
  up <- sqrt((one$high - one$share)^2 + (other$share - other$low)^2)
  names <- c("difference", "difference_low", "difference_high")
  set(rows, j = names, value = list(difference, difference - down, difference + up))
  rows[]
}

quartiles <- function(x) {
  setNames(as.list(quantile(x, c(0.25, 0.5, 0.75), names = FALSE, na.rm = TRUE)), c("q1", "median", "q3"))
}

bases <- function(episodes) episodes[, .(of = .N), by = KEYS]

# Every row once for each value of a new column.
crossed <- function(rows, name, values) {
  found <- rows[rep(seq_len(nrow(rows)), each = length(values))]
  found[, (name) := rep(values, nrow(rows))][]
}

joined <- function(rows, found, on) found[rows, on = on]  # every row, with what was found of it

nought <- function(rows, names) {
  setnafill(rows, fill = 0L, cols = names)
  rows[]
}

split_words <- function(text) strsplit(text, " ", fixed = TRUE)

read_episodes <- function() {
  found <- read("episodes", list(
    character = c("episode", "client", "service", "ending"), IDate = c("opened", "closed"), integer = "age"
  ))
  clients <- read("clients", list(character = c("service", "client", "sex"), integer = "birth_year"))
  endings <- read("endings", list(character = c("service", "ending", "kind")))
  found[clients, on = .(service, client), `:=`(sex = i.sex, birth_year = i.birth_year)]
  found[endings, on = .(service, ending), kind := i.kind]
  found[is.na(age), age := year(opened) - birth_year]
  found[, `:=`(row = .I, opened_in = label(opened), closed_in = label(closed))][]
}

# A table about episodes, with each row's episode as its place and its service beside it.
read_of_episodes <- function(table, columns) {
  found <- read(table, columns)
  found[, row := chmatch(episode, episodes$episode)][, episode := NULL]
  found[, service := episodes$service[row]]
  found[!is.na(row)]
}

read_contacts <- function() {
  read_of_episodes("contacts", list(character = c("episode", "intervention", "attendance"), IDate = "date"))
}

# How many contacts there were of each kind in every episode, and how many of them within each number of months.
count_by_episode <- function(contacts, months) {
  inside <- sprintf("in_%d", months)
  for (place in seq_along(months)) {
    until <- months_later(episodes$opened, months[place])
    contacts[, (inside[place]) := as.integer(date >= episodes$opened[row] & date < until[row])]
  }
  kinds <- c("row", "intervention", "attendance")
  contacts[, n := 1L]
  contacts[, lapply(.SD, sum), by = kinds, .SDcols = c("n", inside)]
}

read_phases <- function() {
  found <- read_of_episodes("phases", list(character = c("episode", "phase"), IDate = c("entered", "left")))
  found[, `:=`(period = label(entered), days = as.integer(left) - as.integer(entered))][]
}

# One row for every service, variable and occasion.
read_variables <- function() {
  found <- read("variables", list(character = c("service", "variable", "type", "occasion", "retired")))
  found[is.na(occasion), occasion := "opening"]
  found[, .(type, retired, occasion = split_words(occasion)[[1]]), by = .(service, variable)]
}

# The values given when they are asked for; `period` is of closing for what is asked then, else of opening.
read_values <- function() {
  first <- unique(variables, by = c("service", "variable"))
  asked <- rbind(copy(variables)[, written := occasion], copy(first)[, written := NA_character_])
  found <- read_of_episodes("values", list(character = c("episode", "variable", "value", "occasion")))
  setnames(found, "occasion", "written")
  found <- asked[found[!is.na(value)], on = .(service, variable, written), nomatch = NULL]
  found <- found[occasion %chin% c("opening", "closing")]
  found[, opened_in := episodes$opened_in[row]]
  found[, period := fifelse(occasion == "closing", episodes$closed_in[row], opened_in)][]
}

# One row for every option that a version of an expectation accepts, or one; `v` numbers the versions.
read_versions <- function() {
  codes <- c("service", "expectation", "version", "kind", "text", "variable", "option", "intervention", "phase")
  found <- read("expectations", list(
    character = c(codes, "instrument", "scale"), IDate = c("valid_from", "valid_to"),
    numeric = c("from", "to", "share"), integer = "months"
  ))
  found[, v := .GRP, by = .(service, expectation, version)][]
}

read_as_of <- function() {
  goals <- read("goals", list(IDate = c("set_on", "judged_on")))
  measured <- read("measurements", list(IDate = "date"))
  latest <- c(
    episodes$opened, episodes$closed, contacts$date, phases$entered, phases$left,
    measured$date, goals$set_on, goals$judged_on
  )
  as.IDate(max(as.integer(latest), na.rm = TRUE), origin = "1970-01-01")
}
