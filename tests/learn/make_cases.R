# Makes cases.json, once: what R's glm, anova, qgamma and qbeta say of small made-up histories.
# The tests need no R.
#   Rscript make_cases.R > cases.json
set.seed(20220128)
# R stops at a change of deviance, where coefficients may still be off by 1e-8: so fit twice over.
exactly <- function(fit) {
  control <- list(epsilon = 1e-15, maxit = 100)
  for (turn in 1:3) fit <- update(fit, start = coef(fit), control = control)
  fit
}
number <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
one <- function(x) sprintf("%.17g", x)

quasi <- character()
for (case in 1:6) {
  many <- c(2, 5, 12, 24, 60, 150)[case]
  exposure <- 30.4375 * runif(many, 0.2, 1)
  n <- rnbinom(many, size = c(0.5, 1, 2, 4, 8, 16)[case], mu = exposure * c(0.05, 0.1, 0.5, 1, 4, 9)[case])
  n[1] <- n[1] + 1
  fit <- glm(n ~ 1 + offset(log(exposure)), family = quasipoisson, control = list(epsilon = 1e-15, maxit = 100))
  fit <- exactly(fit)
  about <- summary(fit)
  quasi <- c(quasi, sprintf('{"counted": %s, "exposure": %s, "rate": %s, "dispersion": %s, "log_error": %s}',
    number(n), number(exposure), one(exp(coef(fit)[[1]])), one(about$dispersion), one(about$coefficients[1, 2])))
}

seasons <- character()
for (case in 1:4) {
  years <- c(3, 4, 6, 10)[case]
  months <- 12 * years
  n <- rnbinom(months, size = 5, mu = c(3, 8, 30, 30)[case] * exp(c(0, 0.3, 0.8, 0.02)[case] * cos(2 * pi * (1:months) / 12)))
  at <- 7:(months - 6)
  mean_of_year <- sapply(at, function(k) sum(n[(k - 6):(k + 6)] * c(0.5, rep(1, 11), 0.5)) / 12)
  y <- n[at]
  twelfth <- factor((at - 1) %% 12)
  control <- list(epsilon = 1e-15, maxit = 100)
  small <- glm(y ~ 1 + offset(log(mean_of_year)), family = quasipoisson, control = control)
  large <- glm(y ~ twelfth + offset(log(mean_of_year)), family = quasipoisson, control = control)
  small <- exactly(small)
  large <- exactly(large)
  dispersion <- summary(large)$dispersion
  test <- anova(small, large, test = "F")
  seasons <- c(seasons, sprintf('{"counted": %s, "dispersion": %s, "f": %s, "chance": %s}',
    number(n), one(dispersion), one(test$F[2]), one(test$`Pr(>F)`[2])))
}

gammas <- character()
for (shape in c(0.5, 1, 3.25, 40, 1234.5)) for (p in c(0.01, 0.05, 0.5, 0.95, 0.999)) {
  rate <- 7 / shape
  x <- qgamma(p, shape, rate)
  gammas <- c(gammas, sprintf('{"p": %s, "shape": %s, "rate": %s, "x": %s, "below": %s}', one(p), one(shape), one(rate), one(x),
    one(pgamma(1.5 * x, shape, rate))))
}
students <- character()
for (degrees in c(1, 2, 7.5, 300)) for (p in c(0.6, 0.95, 0.999))
  students <- c(students, sprintf('{"p": %s, "degrees": %s, "t": %s}', one(p), one(degrees), one(qt(p, degrees))))
betas <- character()
for (yes in c(0.5, 2, 7.5)) for (no in c(0.5, 3, 40)) for (p in c(0.05, 0.5, 0.95))
  betas <- c(betas, sprintf('{"p": %s, "yes": %s, "no": %s, "x": %s}', one(p), one(yes), one(no), one(qbeta(p, yes, no))))

grades <- character()
letters_of <- LETTERS[1:6]
for (case in 1:2) {
  R <- log(c(9, 4, 1.5, 2 / 3, 0.25, 1)); C <- log(c(9, 7 / 3, 1, 3 / 7, 1 / 9, 1))
  cells <- expand.grid(letter = 1:6, digit = 1:6)
  cells <- cells[!(cells$letter == 6 & cells$digit == 6), ]
  each <- c(60, 400)[case]
  cells$many <- rpois(nrow(cells), each)
  cells$yes <- rbinom(nrow(cells), cells$many, plogis(R[cells$letter] + C[cells$digit]))
  cells <- cells[cells$many > 0, ]
  X <- cbind(sapply(1:5, function(i) as.numeric(cells$letter == i)), sapply(1:5, function(i) as.numeric(cells$digit == i)))
  fit <- glm(cbind(cells$yes, cells$many - cells$yes) ~ 0 + X, family = binomial, control = list(epsilon = 1e-15, maxit = 100))
  fit <- exactly(fit)
  grades <- c(grades, sprintf('{"letter": %s, "digit": %s, "many": %s, "yes": %s, "log_odds": %s}',
    number(cells$letter - 1), number(cells$digit - 1), number(cells$many), number(cells$yes), number(coef(fit))))
}

part <- function(name, cases) paste0('"', name, '": [\n', paste(cases, collapse = ",\n"), "\n]")
cat("{\n\"made_by\": \"make_cases.R, ", R.version.string, "\",\n", sep = "")
cat(part("quasi_poisson", quasi), part("seasons", seasons), part("gamma", gammas), part("student", students), part("beta", betas), part("grades", grades), sep = ",\n")
cat("\n}\n")
