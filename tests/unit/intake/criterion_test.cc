#include "engine/intake/criterion.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace signpost;  // NOLINT(google-build-using-namespace)
using intake::CriterionJudge;
using intake::Named;
using intake::NamesInText;

namespace {

/// Two sources, a publication, and indicators of which one only leads to another that has a source.
struct World {
  std::vector<Source> sources;
  std::vector<Publication> publications;
  std::vector<Indicator> indicators;

  World() {
    sources.resize(2);
    sources[0].id = "sohr";
    sources[0].title = {"Syrian Observers", "المرصد السوري"};
    sources[0].aliases = {"Abdul's desk"};
    sources[1].id = "musings-on-iraq";
    publications.resize(1);
    publications[0].id = "jusoor-2022";
    publications[0].publisher = {"Jusoor", "جسور"};
    publications[0].title = {"Prospects", ""};
    for (const char* id : {"complex-attack", "complex-attack-iraq", "plain", "answer"}) {
      indicators.emplace_back().id = id;
    }
    indicators[0].title = {"Complex attack", "عملية معقّدة"};
    indicators[0].observable = {"An assault, as SOHR tells it", ""};
    indicators[1].observable = {"As complex-attack, in Iraq", ""};
    indicators[2].observable = {"Something good", ""};
    indicators[3].observable = {"The answer, as the ministry gives it", ""};
  }

  [[nodiscard]] Named named(const Scenario& scenario) const {
    const auto all = [](const auto& values) {
      std::vector<decltype(&values.front())> pointers;
      for (const auto& value : values) pointers.push_back(&value);
      return pointers;
    };
    return CriterionJudge(all(sources), all(publications), all(indicators)).named_by(scenario);
  }
  [[nodiscard]] Named named(const Bilingual& yes, const Bilingual& no = {}) const {
    Scenario scenario;
    scenario.resolves_yes = yes;
    scenario.resolves_no = no;
    return named(scenario);
  }
};

}  // namespace

TEST_CASE("a source is named by its id, a title or an alias, however they are spelt") {
  const World world;
  for (const char* text : {"so says SOHR", "ＳＯＨＲ’s word", "musings-on-iraq",
                           "Musings on Iraq is sure", "Jusoor is sure", "by Syrian  observers",
                           "abdul’s desk", "as in Prospects", "jusoor-2022"}) {
    CAPTURE(text);
    CHECK(world.named(Bilingual(text)).source);
  }
  for (const char* text : {"كما عند المرصد السوري", "للمرصد السورى", "والمَرصد السّوري", "وبجسور"}) {
    CAPTURE(text);
    CHECK(world.named(Bilingual(text)).source);
  }
  for (const char* text : {"", "Musings on Syria", "Syrian", "sohra", "a source is sure",
                           "things are worse", "بعد ذلك", "السوري", "هو أسوأ"}) {
    CAPTURE(text);
    CHECK_FALSE(world.named(Bilingual(text)).source);
  }
}

TEST_CASE("a source is named by a web address, or by a word for those who tell") {
  const World world;
  for (const char* text :
       {"https://example.org/x", "see acleddata.com", "(ocha.un.org).", "The ministry is sure",
        "United Nations", "a survey is worse", "its statistics", "the press", "two reports",
        "officials", "a rights body", "تقارير", "للأمم المتحدة", "وبحسب الوزارة", "إحصاءاتها",
        "استطلاعٌ"}) {
    CAPTURE(text);
    CHECK(world.named(Bilingual(text)).source);
  }
  for (const char* text : {"e.g. worse", "i.e. not", "worse.Better", "3.5", "v1.2", "United"}) {
    CAPTURE(text);
    CHECK_FALSE(world.named(Bilingual(text)).source);
  }
}

TEST_CASE("a measure is a number in digits or words, or a deed") {
  const World world;
  for (const char* text : {"20 % more",        "at least ten",  "half of it", "doubled",
                           "٢٠ في المئة",      "نصف المحصول",   "عشرة",       "بضعفين",
                           "markets reopened", "they withdraw", "is banned",  "arrests",
                           "cutting",          "signing",       "denied",     "الهجمات",
                           "واعتقالاتٍ",        "سيعلن",         "أعلنت",      "انسحابها"}) {
    CAPTURE(text);
    CHECK(world.named(Bilingual(text)).measure);
  }
  for (const char* text : {"", "it is worse", "daily life is better", "fewer", "they do not",
                           "تحسنت الحال", "أسوأ من قبل"}) {
    CAPTURE(text);
    CHECK_FALSE(world.named(Bilingual(text)).measure);
  }
}

TEST_CASE("either side and either language will do") {
  const World world;
  CHECK(world.named("the ministry is sure", "ten at most").all());
  CHECK(world.named(Bilingual("ten at least", "الوزارة واثقة")).all());
  CHECK_FALSE(world.named("ten at least", "fewer").all());
}

TEST_CASE("an indicator that is named is a deed, and brings the source of its observable") {
  const World world;
  CHECK(world.named("more of complex-attack").all());
  CHECK(world.named("complex attack is common").all());
  CHECK(world.named("كثرت «عملية معقدة»").all());
  CHECK(world.named("more of complex-attack-iraq").all());
  CHECK(world.named("more of plain").measure);
  CHECK_FALSE(world.named("more of plain").source);
}

TEST_CASE("the happening is the answer, named or not") {
  const World world;
  Scenario scenario;
  scenario.expects.emplace_back().indicator = "answer";
  CHECK_FALSE(world.named(scenario).measure);
  scenario.expects.back().happening = true;
  CHECK(world.named(scenario).all());
  scenario.expects.back().indicator = "plain";
  CHECK(world.named(scenario).measure);
  CHECK_FALSE(world.named(scenario).source);
}

TEST_CASE("indicators that name each other bring nothing, and end") {
  World world;
  world.indicators[0].observable = {"As complex-attack-iraq", ""};
  CHECK_FALSE(world.named("more of complex-attack").source);
}
