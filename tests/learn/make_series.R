# Makes disease_counts.tsv, once: public weekly or monthly disease counts as the R package
# surveillance ships them (GPL-2; Debian: r-cran-surveillance). The tests need no R.
#   Rscript make_series.R > disease_counts.tsv
suppressMessages(library(surveillance))

about <- c(
  campyDE = "Campylobacteriosis, Germany, weekly; RKI, SurvStat",
  fluBYBW = "Influenza, Bavaria and Baden-Wuerttemberg, weekly; RKI, SurvStat",
  hepatitisA = "Hepatitis A, Germany, weekly; RKI, SurvStat",
  ha.sts = "Hepatitis A, Berlin, weekly; RKI, SurvStat",
  k1 = "Cryptosporidiosis, Baden-Wuerttemberg, weekly; RKI, SurvStat",
  m1 = "Measles, Nordfriesland, weekly; RKI, SurvStat",
  m3 = "Measles, Leer, weekly; RKI, SurvStat",
  n1 = "Norovirus, Berlin-Mitte, weekly; RKI, SurvStat",
  s1 = "Salmonella Oranienburg, Germany, weekly; RKI, SurvStat",
  s3 = "Salmonella Anatum, Germany, weekly; RKI, SurvStat",
  measlesDE = "Measles, Germany, weekly; RKI, SurvStat",
  meningo.age = "Meningococcal infections, France, monthly; Institut de Veille Sanitaire",
  momo = "Deaths from all causes, Denmark, weekly; Statens Serum Institut",
  rotaBB = "Rotavirus, Brandenburg, monthly; RKI, SurvStat",
  salmAllOnset = "Salmonella by onset of symptoms, Germany, weekly; RKI, SurvStat",
  salmHospitalized = "Salmonella, hospitalized, Germany, weekly; RKI, SurvStat",
  salmonella.agona = "Salmonella Agona, United Kingdom, weekly; PHLS",
  shadar = "Salmonella Hadar, Germany, weekly; RKI, SurvStat",
  stsNewport = "Salmonella Newport, Germany, weekly; RKI, SurvStat")

cat("# Made by make_series.R from R's surveillance", as.character(packageVersion("surveillance")),
    "(Hoehle, Meyer & Paul, GPL-2).\n")
cat("# name, counts a year, year and number of the first one, what it is and whose, counts\n")
for (name in names(about)) {
  data(list = name, package = "surveillance")
  series <- get(name)
  if (is.data.frame(series)) {
    counts <- series$case; a_year <- 52; start <- c(2002, 1)
  } else if (inherits(series, "sts")) {
    counts <- rowSums(observed(series)); a_year <- series@freq; start <- series@start
  } else {
    counts <- rowSums(as.matrix(series$observed)); a_year <- series$freq; start <- series$start
  }
  cat(name, a_year, start[1], start[2], about[[name]], paste(counts, collapse = " "), sep = "\t")
  cat("\n")
}
