#include "engine/base/glossary.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/messages.h"
#include "engine/base/text.h"
#include "engine/model/words.h"
#include "engine/report/speech.h"

using namespace signpost;
using namespace signpost::report;

namespace {

/// What a message says in its own words: without what is typed (between backquotes) and the names of
/// formats and standards, which are the same in every language.
std::string own_words(std::string_view pattern) {
  std::string text = replaced(parts_of(pattern).prose, "\\n", " ");
  for (std::size_t open = text.find('`'); open != std::string::npos; open = text.find('`', open)) {
    const std::size_t close = text.find('`', open + 1);
    REQUIRE(close != std::string::npos);
    text.erase(open, close + 1 - open);
  }
  for (const char* const name :
       {"UTF-8",  "UTF-16", "SHA-256", "TOML",      "JSON",    "CSV",   "HTML",
        "SQLite", "NUL",    "BOM",     "UTC",       "RFC",     "ICD",   "ACLED",
        "GDELT",  "UCDP",   "GB",      "MB",        "KB",      "Excel", "FIFO",
        "stdin",  "stdout", "stderr",  "Markdown",  "systemd", "cron",  "Signpost",
        "Debian", "bash",   "zsh",     "iCalendar", "NTP",     "RRULE"}) {
    text = replaced(std::move(text), name, "");
  }
  return text;
}

bool has_latin(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

/// The reference list: what an Arab reader of the trade takes each word to mean.
std::map<std::string, std::string> reference() {
  std::map<std::string, std::string> arabic;
  std::ifstream file(SIGNPOST_TESTS_DIR "/unit/report/glossary_reference.tsv");
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string english;
    std::getline(fields, english, '\t');
    std::getline(fields, arabic[english], '\t');
  }
  return arabic;
}

std::string_view arabic_of(std::string_view key) {
  for (const GlossaryEntry& entry : glossary()) {
    if (entry.key == key) return entry.arabic;
  }
  FAIL("the glossary lacks " << std::string(key));
  return {};
}

struct Agreed {
  const char* key;
  const char* row;               // of the reference list
  const char* arabic = nullptr;  // what of it is meant, where the row has more than one
  bool corrected = false;        // by readers of what was printed: the row says otherwise
};

constexpr Agreed kAgreed[] = {
    {"word.almost-no-chance", "ICD almost no chance (01-05)"},
    {"word.very-unlikely", "ICD very unlikely (05-20)", "مستبعَد جداً", true},
    {"word.unlikely", "ICD unlikely (20-45)"},
    {"word.roughly-even-chance", "ICD roughly even chance (45-55)"},
    {"word.likely", "ICD likely (55-80)"},
    {"word.very-likely", "ICD very likely (80-95)"},
    {"word.almost-certain", "ICD almost certain (95-99)"},
    {"grade.A", "grade A"},
    {"grade.B", "grade B"},
    {"grade.C", "grade C"},
    {"grade.D", "grade D"},
    {"grade.E", "grade E"},
    {"grade.F", "grade F"},
    {"grade.1", "grade 1"},
    {"grade.2", "grade 2"},
    {"grade.3", "grade 3"},
    {"grade.4", "grade 4"},
    {"grade.5", "grade 5", "مستبعدة الصحة", true},
    {"grade.6", "grade 6"},
    {"role.motive", "role: motive"},
    {"role.effect", "role: effect"},
    {"role.conclusion", "role: conclusion"},
    {"role.hypothesis", "role: hypothesis"},
    {"label.forecast", "forecast", "التوقُّع", true},
    {"label.publication", "publication"},
    {"label.scenario", "scenario (generic)", "السيناريو", true},
    {"label.assumption", "assumption", "الافتراض", true},
    {"label.prior", "prior / opening judgement"},
    {"label.base-rate", "base rate"},
    {"label.probability", "probability"},
    {"label.interval", "interval (90 %)", "مدى عدم اليقين (90%)", true},
    {"label.confidence", "confidence (analytic)"},
    {"label.indicator", "indicator", "المؤشر", true},
    {"label.counter-indicator", "counter-indicator"},
    {"label.observable", "observable"},
    {"label.sighting", "sighting"},
    {"label.milestone", "milestone (once)"},
    {"label.if-true", "expectation, if true / if false", "المتوقَّع إن صحّ"},
    {"label.rate", "rate"},
    {"label.evidence", "evidence (mass noun)"},
    {"label.item", "evidence (item)", "القرينة", true},
    {"label.event", "event", "الواقعة", true},
    {"label.count", "count, total", "عدد الوقائع", true},
    {"label.unforeseen", "unforeseen evidence (bears)"},
    {"label.source", "source"},
    {"label.origin", "origin"},
    {"label.corroboration", "corroboration"},
    {"label.reliability", "reliability / credibility (axes)", "موثوقية المصدر"},
    {"label.credibility", "reliability / credibility (axes)", "مصداقية المعلومة"},
    {"label.coverage", "coverage"},
    {"label.silence", "silence"},
    {"label.not-watched", "nobody looked"},
    {"label.fading", "fading"},
    {"label.persistence", "persistence", "مدة الاستمرار", true},
    {"label.dispersion", "dispersion"},
    {"label.lag", "lag"},
    {"label.horizon", "horizon"},
    {"label.assessment", "assessment"},
    {"label.as-of", "as of"},
    {"label.known-at", "as known on"},
    {"label.hindsight", "with what is known today"},
    {"label.ledger", "ledger"},
    {"label.opening", "opening / closing balance", "الرصيد الافتتاحي"},
    {"label.closing", "opening / closing balance", "الرصيد الختامي"},
    {"label.arrived", "worth on arrival / today", "قيمتها عند ورودها"},
    {"label.today", "worth on arrival / today", "قيمتها اليوم"},
    {"label.without", "probability without it"},
    {"label.linchpin", "linchpin"},
    {"label.fragility", "fragility"},
    {"label.moved", "what moved and why"},
    {"label.watch", "watch-list (what to look for)"},
    {"label.alert", "alert"},
    {"label.alert-inactive", "alert inactive / pending", "غير مفعَّل", true},
    {"label.alert-pending", "alert inactive / pending", "قيد التحقّق"},
    {"label.alert-raised", "alert raised"},
    {"label.alert-cleared", "alert cleared"},
    {"label.criteria", "criteria"},
    {"label.journal", "journal"},
    {"label.revision", "revision (of a definition)", "رقم المراجعة", true},
};

}  // namespace

TEST_CASE("every key of the glossary stands once") {
  std::set<std::string_view> seen;
  for (const GlossaryEntry& entry : glossary()) {
    CHECK_MESSAGE(seen.insert(entry.key).second, entry.key);
  }
  CHECK(seen.size() > 100);
}

TEST_CASE("the glossary is UTF-8 without carriage returns or stray spaces") {
  CHECK(glossary_files().size() > 5);
  for (const Embedded& file : glossary_files()) {
    INFO(std::string(file.name));
    CHECK_FALSE(first_bad_utf8(file.text));
    CHECK(file.text.find('\r') == std::string_view::npos);
    CHECK(file.text.ends_with('\n'));
  }
  for (const GlossaryEntry& entry : glossary()) {
    for (const std::string_view field : {entry.key, entry.english, entry.arabic}) {
      CHECK_MESSAGE(field.front() != ' ', entry.key);
      CHECK_MESSAGE(field.back() != ' ', entry.key);
      CHECK_MESSAGE(field.find("  ") == std::string_view::npos, entry.key);
      CHECK_MESSAGE(printable(field) == field, entry.key);
    }
  }
}

TEST_CASE("every message parses, and asks for the same arguments in both languages") {
  REQUIRE(glossary().size() > 100);
  for (const GlossaryEntry& entry : glossary()) {
    INFO(std::string(entry.key));
    REQUIRE_NOTHROW(Message(entry.english, "en"));
    REQUIRE_NOTHROW(Message(entry.arabic, "ar"));
    CHECK(parts_of(entry.english).arguments == parts_of(entry.arabic).arguments);
  }
}

TEST_CASE("every plural has the forms that its language asks for, and no others") {
  std::size_t plurals = 0;
  const auto check = [&](std::string_view pattern, const std::vector<std::string>& wanted) {
    for (const PatternParts::Choice& choice : parts_of(pattern).choices) {
      if (!choice.plural) continue;
      std::vector<std::string> forms = choice.cases;
      std::erase_if(forms, [](const std::string& form) { return form.front() == '='; });
      CHECK(forms == wanted);
      ++plurals;
    }
  };
  for (const GlossaryEntry& entry : glossary()) {
    INFO(std::string(entry.key));
    check(entry.english, plural_categories("en"));
    check(entry.arabic, plural_categories("ar"));
  }
  CHECK(plurals > 10);
}

TEST_CASE("every select has the same cases in both languages") {
  const auto cases = [](std::string_view pattern) {
    std::set<std::vector<std::string>> all;
    for (const PatternParts::Choice& choice : parts_of(pattern).choices) {
      if (!choice.plural) all.insert(choice.cases);
    }
    return all;
  };
  for (const GlossaryEntry& entry : glossary()) {
    INFO(std::string(entry.key));
    CHECK(cases(entry.english) == cases(entry.arabic));
  }
}

TEST_CASE("neither language has letters or signs of the other") {
  for (const GlossaryEntry& entry : glossary()) {
    INFO(std::string(entry.key));
    CHECK_FALSE(has_rtl(entry.english));
    CHECK_FALSE(has_latin(own_words(entry.arabic)));
    for (const char* const sign : {"، ", "؛", "؟", "٪", "«", "»"}) {
      CHECK(entry.english.find(sign) == std::string_view::npos);
    }
    CHECK(own_words(entry.arabic).find_first_of(",;?\"") == std::string::npos);
    CHECK(entry.arabic.find("٪") ==
          std::string_view::npos);  // Wording sets it beside Arabic digits
  }
}

TEST_CASE("words that mislead an Arab reader stay out") {
  // A bare «محتمل» means both possible and likely; «غير مستبعد» negates a word of the scale;
  // «الثقة» is in titles; «رُفع» is both raised and lifted; «التغطية» is the press's.
  for (const char* const word :
       {"محتمل", "وارد", "غير مستبعد", "يرجح ان", "الثقه", "قائمه المراقبه", "التغطيه", "نبوءه",
        "تنبؤ", "الاحتمال القبلي", "بحذف", "حذف"}) {
    const std::string banned = folded(word);
    for (const GlossaryEntry& entry : glossary()) {
      std::string text = " " + folded(parts_of(entry.arabic).prose) + " ";
      for (const char* const mark : {"،", "؛", ":", ".", "(", ")", "}", "«", "»"}) {
        for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;) {
          text.replace(at, std::string_view(mark).size(), " ");
        }
      }
      for (const char* const before : {" ", " و", " ال", " وال"}) {
        const bool found = text.find(before + banned + " ") != std::string::npos;
        CHECK_MESSAGE(!found, entry.key, " says ", std::string(word));
      }
    }
  }
  for (const GlossaryEntry& entry : glossary()) {
    CHECK_MESSAGE(entry.arabic.find("رُفع") == std::string_view::npos, entry.key);
  }
}

TEST_CASE("the words are those agreed upon in the reference list") {
  const std::map<std::string, std::string> rows = reference();
  REQUIRE(rows.size() > 80);
  for (const Agreed& agreed : kAgreed) {
    INFO(std::string(agreed.key));
    REQUIRE(rows.contains(agreed.row));
    const std::string& row = rows.at(agreed.row);
    if (agreed.arabic == nullptr) {
      CHECK(arabic_of(agreed.key) == row);
    } else {
      CHECK(arabic_of(agreed.key) == agreed.arabic);
      CHECK((agreed.corrected || row.find(agreed.arabic) != std::string::npos));
    }
  }
}

TEST_CASE("every word of probability, grade, role, confidence and month has its message") {
  const Speech speech(Language::kArabic);
  for (int percent = 0; percent <= 100; ++percent) {
    CHECK_FALSE(speech.word(Probability(percent / 100.0)).empty());
  }
  for (char letter = 'A'; letter <= 'F'; ++letter) {
    for (std::uint8_t digit = 1; digit <= 6; ++digit) {
      CHECK_FALSE(speech.grade_words({.reliability = letter, .credibility = digit}).empty());
    }
  }
  for (const Role role : {Role::kMotive, Role::kEffect, Role::kConclusion, Role::kHypothesis}) {
    const std::string key = "role." + std::string(to_string(role));
    CHECK_FALSE(speech.say(key).empty());
    CHECK_FALSE(speech.say(key + ".plural").empty());
  }
  for (const Confidence level : {Confidence::kLow, Confidence::kModerate, Confidence::kHigh}) {
    CHECK_FALSE(speech.say("confidence." + std::string(to_string(level))).empty());
  }
  CHECK(Speech::keys("month.").size() == 12);
}
