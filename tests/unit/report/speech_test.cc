#include "engine/report/speech.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "engine/report/remarks.h"
#include "tests/unit/report/world.h"

using namespace signpost;
using namespace signpost::report;

namespace {

const Speech& english() {
  static const Speech kSpeech(Language::kEnglish);
  return kSpeech;
}
const Speech& arabic() {
  static const Speech kSpeech(Language::kArabic);
  return kSpeech;
}
const Speech& arabic_digits() {
  static const Speech kSpeech(Language::kArabic, Digits::kArabic);
  return kSpeech;
}

}  // namespace

TEST_CASE("a speech knows how it speaks") {
  CHECK(english().language() == Language::kEnglish);
  CHECK(arabic().digits() == Digits::kLatin);
  CHECK(arabic_digits().digits() == Digits::kArabic);
}

TEST_CASE("text from outside is made harmless and set apart") {
  CHECK(quoted("سجن\nالصناعة") == "\u2068سجن الصناعة\u2069");
  CHECK(quoted("a\u2069\u202Eb\x1b[2J") == "\u2068a\uFFFD\uFFFDb\uFFFD[2J\u2069");
}

TEST_CASE("what the glossary lacks, and an argument that is missing, is a bug") {
  CHECK_THROWS_AS((void)english().say("no.such.message"), std::logic_error);
  CHECK_THROWS_AS((void)english().say("percent"), std::logic_error);
}

TEST_CASE("keys come in the order of the file") {
  const std::vector<std::string> words = Speech::keys("word.");
  REQUIRE(words.size() == 7);
  CHECK(words.front() == "word.almost-no-chance");
  CHECK(words.back() == "word.almost-certain");
  CHECK(Speech::keys("no.such.").empty());
}

TEST_CASE("a probability has its digits and its sign in each language") {
  CHECK(english().percent(Probability(0.62)) == "62 %");
  CHECK(arabic().percent(Probability(0.62)) == "\u206862%\u2069");
  CHECK(arabic_digits().percent(Probability(0.62)) == "٦٢٪");
  CHECK(arabic_digits().percent(Probability(0.7996)) == "٧٩٫٩٦٪");
  CHECK(english().percent_exact(Probability(0.624)) == "62.4 %");
  CHECK(arabic().percent_exact(Probability(0.624)) == "\u206862.4%\u2069");
}

TEST_CASE("the tails are told in words in Arabic") {
  CHECK(english().percent(Probability(0.001)) == "<1 %");
  CHECK(arabic().percent(Probability(0.001)) == "أقل من \u20681%\u2069");
  CHECK(arabic_digits().percent(Probability(0.999)) == "أكثر من ٩٩٪");
  CHECK(arabic().percent_exact(Probability(1e-12)) == "أقل من \u20680.001%\u2069");
}

TEST_CASE("in English the numbers are those of figures.h, to the letter") {
  CHECK(rc::check([] {
    const Probability p(*rc::gen::inRange(0, 100'001) / 1e5);
    const Probability before(*rc::gen::inRange(0, 100'001) / 1e5);
    const Rate per_day(*rc::gen::inRange(1, 1'000'000) / 1e4);
    const auto hundredths = *rc::gen::inRange<std::int64_t>(-100'000, 100'000);
    RC_ASSERT(english().percent(p) == percent(p));
    RC_ASSERT(english().percent_exact(p) == percent_exact(p));
    RC_ASSERT(english().points(before, p) == points(before, p));
    RC_ASSERT(english().rate(per_day) == rate(per_day));
    RC_ASSERT(english().ratio(per_day.per_day()) == ratio(per_day.per_day()));
    RC_ASSERT(english().decibans(hundredths) == decibans(hundredths));
  }));
}

TEST_CASE("dates are as exact as they were told") {
  const Instant noon = world::at("2022-06-15T12:00Z");
  CHECK(english().day(noon) == "15 Jun 2022");
  CHECK(english().day(noon, Precision::kMonth) == "≈ Jun 2022");
  CHECK(english().day(noon, Precision::kYear) == "≈ 2022");
  CHECK(english().moment(world::end_of("2022-06-30")) == "30 Jun 2022");
  CHECK(english().moment(world::at("2022-06-30")) == "30 Jun 2022 00:00 UTC");
  CHECK(english().short_moment(world::at("2022-06-30")) == "30 Jun 2022 00:00 UTC");
  const Speech arabic(Language::kArabic);
  CHECK(arabic.short_day(noon) == "\u20682022-06-15\u2069");
  CHECK(arabic.short_day(noon, Precision::kMonth) == "≈ \u20682022-06\u2069");
  CHECK(arabic.short_moment(noon) == "\u20682022-06-15 12:00 UTC\u2069");
}

TEST_CASE("a span within a month names the month once") {
  const auto days = [](const char* from, const char* to) {
    return english().days(world::at(from), world::end_of(to));
  };
  CHECK(days("2022-04-01", "2022-04-30") == "1–30 Apr 2022");
  CHECK(days("2022-04-01", "2022-05-30") == "1 Apr 2022 – 30 May 2022");
  CHECK(days("2022-04-01", "2022-04-01") == "1 Apr 2022");
}

TEST_CASE("hindsight is always said, with the number of items not known then") {
  const Instant now = world::now();
  const Instant june = world::end_of("2022-06-30");
  const auto reading = [&](const Moment& moment, bool hindsight, int not_known_then) {
    return reading_in_words(moment, hindsight, not_known_then, now, english());
  };
  CHECK(reading({june, june}, false, 0) == "As of 30 Jun 2022, as known then.");
  CHECK(reading({now, now}, false, 0) == "As of now, 22 Nov 2026 12:00 UTC.");
  CHECK(reading({june, now}, true, 14) ==
        "As of 30 Jun 2022, with what is known today; 14 items were not known then.");
  CHECK(reading({june, now}, true, 1) ==
        "As of 30 Jun 2022, with what is known today; 1 item was not known then.");
  CHECK(reading({june, world::end_of("2022-12-31")}, true, 3) ==
        "As of 30 Jun 2022, with what was known on 31 Dec 2022; 3 items were not known then.");
  CHECK(reading({now, june}, false, 0) ==
        "As of now, 22 Nov 2026 12:00 UTC, as known on 30 Jun 2022.");
}

TEST_CASE("an interval is one range, with its unit once") {
  const auto interval = [](double low, double high) {
    return Interval{Probability(low), Probability(high)};
  };
  CHECK(english().interval(interval(0.41, 0.546)) == "41–55 %");
  CHECK(arabic().interval(interval(0.41, 0.546)) == "من 41 إلى \u206855%\u2069");
  CHECK(arabic_digits().interval(interval(0.41, 0.546)) == "من ٤١ إلى ٥٥٪");
  CHECK(english().interval(interval(0.41, 0.411)) == "41 %");
  CHECK(english().interval(interval(0.001, 0.999)) == "<1 % to >99 %");
  CHECK(arabic().interval(interval(0.001, 0.05)) == "من أقل من \u20681%\u2069 إلى \u20685%\u2069");
}

TEST_CASE("a signed number is a left-to-right unit in Arabic") {
  CHECK(arabic().points(Probability(0.55), Probability(0.43)) == "\u2068−12\u2069");
  CHECK(arabic_digits().points(Probability(0.41), Probability(0.48)) == "\u2068+٧\u2069");
  CHECK(arabic().points(Probability(0.41), Probability(0.41)) == "0");
  CHECK(arabic().decibans(410) == "\u2068+4.10\u2069");
  CHECK(arabic_digits().decibans(LogOdds::from_decibans(-12.34)) == "\u2068−١٢٫٣٤\u2069");
  CHECK(arabic().decibans(0) == "0.00");
  CHECK(arabic().ratio(0.4) == "\u2068÷2.5\u2069");
}

TEST_CASE("counts are grouped, and below zero carry a minus") {
  CHECK(english().number(-1234567) == "−1,234,567");
  CHECK(arabic().number(1234) == "1,234");
  CHECK(arabic_digits().number(1234) == "١٬٢٣٤");
  CHECK(arabic_digits().number(-5) == "\u2068−٥\u2069");
}

TEST_CASE("rates and bits are told in each language") {
  CHECK(arabic().rate(Rate(23 / kDaysPerMonth)) == "23 في الشهر");
  CHECK(arabic_digits().rate(Rate(4.1 / kDaysPerYear)) == "٤٫١ في السنة");
  CHECK(arabic().rate(Rate(40)) == "40 في اليوم");
  CHECK(english().bits(0.0374) == "0.037");
  CHECK(english().bits(0) == "0");
  CHECK(english().bits(2e-7) == "<0.001");
  CHECK(arabic_digits().bits(0.0374) == "٠٫٠٣٧");
  CHECK(arabic().bits(2e-7) == "أقل من 0.001");
}

TEST_CASE("in Arabic a per cent sign, a date and an instant are units that read from the left") {
  const Instant noon = world::at("2022-04-30T12:05Z");
  CHECK(arabic().percent(Probability(0.62)) == "\u206862%\u2069");
  CHECK(arabic().percent(Probability(0.001)) == "أقل من \u20681%\u2069");
  CHECK(arabic().interval({Probability(0.41), Probability(0.55)}) == "من 41 إلى \u206855%\u2069");
  CHECK(arabic().say("label.interval") == "مدى عدم اليقين (\u206890%\u2069)");
  CHECK(arabic().short_day(noon) == "\u20682022-04-30\u2069");
  CHECK(arabic().short_day(noon, Precision::kMonth) == "≈ \u20682022-04\u2069");
  CHECK(arabic().short_moment(noon) == "\u20682022-04-30 12:05 UTC\u2069");
  CHECK(arabic().utc("12:05") == "\u206812:05 UTC\u2069");
  CHECK(arabic().short_bits(0.0001) == "\u2068<0.001\u2069");
  // These digits go on where the letters came from, and English has nothing to set apart.
  CHECK(arabic_digits().percent(Probability(0.62)) == "٦٢٪");
  CHECK(arabic_digits().short_day(noon) == "٢٠٢٢-٠٤-٣٠");
  CHECK(english().short_moment(noon) == "30 Apr 2022 12:05 UTC");
  CHECK(english().short_bits(0.0001) == "<0.001");
  // What is no sentence of a page has no isolates.
  CHECK(Phrase("label.interval").in(Language::kArabic) == "مدى عدم اليقين (90%)");
}

TEST_CASE("dates have both names of the month in Arabic") {
  const Instant noon = world::at("2022-01-24T12:00Z");
  CHECK(arabic().day(noon) == "24 كانون الثاني/يناير 2022");
  CHECK(arabic_digits().day(noon) == "٢٤ كانون الثاني/يناير ٢٠٢٢");
  CHECK(arabic().day(noon, Precision::kMonth) == "≈ كانون الثاني/يناير 2022");
  CHECK(arabic().day(noon, Precision::kYear) == "≈ 2022");
  CHECK(arabic().moment(noon) == "24 كانون الثاني/يناير 2022، 12:00 بالتوقيت العالمي");
  CHECK(arabic().moment(world::end_of("2022-06-30")) == "30 حزيران/يونيو 2022");
  CHECK(arabic().days(world::at("2022-04-01"), world::end_of("2022-04-30")) ==
        "من 1 إلى 30 نيسان/أبريل 2022");
  CHECK(arabic().days(world::at("2022-04-01"), world::end_of("2023-04-30")) ==
        "من 1 نيسان/أبريل 2022 إلى 30 نيسان/أبريل 2023");
}

TEST_CASE("a length of time is told in the largest unit that it holds three of") {
  const auto told = [](double days) { return english().duration(Days(days)); };
  CHECK(told(0.2) == "less than a day");
  CHECK(told(1) == "1 day");
  CHECK(told(11) == "11 days");
  CHECK(told(91) == "91 days");
  CHECK(told(122) == "4 months");
  CHECK(told(1090) == "36 months");
  CHECK(told(10 * kDaysPerYear) == "10 years");
  CHECK(arabic().duration(Days(0.2)) == "أقل من يوم");
  CHECK(arabic().duration(Days(2)) == "يومين");
  CHECK(arabic().duration(Days(122)) == "4 أشهر");
  CHECK(arabic_digits().duration(Days(25)) == "٢٥ يوماً");
}

TEST_CASE("words of probability are the reader's, whatever the language of the key") {
  CHECK(english().word(Probability(0.62)) == "likely");
  CHECK(arabic().word(Probability(0.62)) == "مرجَّح");
  CHECK(arabic().word(Probability(0.42)) == "غير مرجَّح");
}

TEST_CASE("grades stay Latin, as one left-to-right unit") {
  CHECK(english().grade(*parse_grade("B2")) == "B2");
  CHECK(arabic_digits().grade(*parse_grade("B2")) == "\u2068B2\u2069");
  CHECK(arabic().grade(Grade{}).empty());
  CHECK(english().grade_words(*parse_grade("B2")) == "usually reliable; probably true");
  CHECK(english().grade_words(*parse_grade("F")) == "reliability cannot be judged");
  CHECK(english().grade_words(*parse_grade("6")) == "truth cannot be judged");
  CHECK(arabic().grade_words(*parse_grade("B2")) == "موثوق عادةً؛ يغلب الظنّ أنها صحيحة");
  CHECK(english().grade_words(Grade{}).empty());
}

TEST_CASE("a text is in the language of the speech, else in the other, and quoted") {
  CHECK(english().text({"en", "ar"}) == "\u2068en\u2069");
  CHECK(arabic().text({"en", "ar"}) == "\u2068ar\u2069");
  CHECK(arabic().text({"en", ""}) == "\u2068en\u2069");
}

TEST_CASE("names are listed with commas and an and") {
  const std::vector<std::string> names = {"أ", "ب", "ج"};
  const auto first = [&](std::size_t n) { return std::span(names).first(n); };
  CHECK(english().list(first(0)).empty());
  CHECK(english().list(first(1)) == "أ");
  CHECK(english().list(first(2)) == "أ and ب");
  CHECK(english().list(first(3)) == "أ, ب and ج");
  CHECK(arabic().list(first(3)) == "أ، ب وج");
}

TEST_CASE("nothing but isolates steers direction, and every isolate is closed") {
  for (const Speech* speech : {&english(), &arabic(), &arabic_digits()}) {
    std::string all;
    for (const double p : {0.0, 0.003, 0.2, 0.797, 0.9999}) {
      all += speech->percent(Probability(p)) + speech->points(Probability(0.5), Probability(p)) +
             speech->interval({Probability(p / 2), Probability(p)});
    }
    all += speech->number(-12345) + speech->decibans(-1234) + speech->ratio(0.3) +
           speech->moment(world::now()) + speech->duration(Days(400)) +
           speech->say("status.items", {{"n", 1234}}) + speech->text({world::kHostile.data(), ""});
    int depth = 0;
    for (std::size_t at = 0; at < all.size(); ++at) {
      const std::string_view rest = std::string_view(all).substr(at);
      if (rest.starts_with("\u2068")) ++depth;
      if (rest.starts_with("\u2069")) --depth;
      CHECK(depth >= 0);
      CHECK(depth <= 1);
      for (const char* mark : {"\u200E", "\u200F", "\u061C", "\u202A", "\u202B", "\u202C", "\u202D",
                               "\u202E", "\u2066", "\u2067"}) {
        CHECK_FALSE(rest.starts_with(mark));
      }
    }
    CHECK(depth == 0);
  }
}
