#include "engine/intake/criterion.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>
#include <utility>

#include "engine/base/phrase.h"
#include "engine/base/text.h"

namespace signpost::intake {
namespace {

using Words = std::set<std::string, std::less<>>;

/// What the glossary lists in either language, with bars between, folded as the words of texts are.
template <class Take>
void each_listed(const char* key, const Take& take) {
  for (const Language language : {Language::kEnglish, Language::kArabic}) {
    const std::string listed = Phrase(key).in(language);
    for (std::size_t at = 0; at <= listed.size();) {
      const std::size_t end = std::min(listed.find('|', at), listed.size());
      take(folded_words(std::string_view(listed).substr(at, end - at)));
      at = end + 1;
    }
  }
}

Words listed_words(const char* key) {
  Words words;
  each_listed(key,
              [&](const std::vector<std::string>& all) { words.insert(all.begin(), all.end()); });
  return words;
}

/// Those who tell, and what they tell in. "Source" itself names none.
const Words& tellers() {
  static const Words words = listed_words("criterion.tellers");
  return words;
}

/// What names a source in two words, of which neither does alone.
const NamesInText& tellers_of_two_words() {
  static const NamesInText names = [] {
    NamesInText all;
    each_listed("criterion.tellers-of-two-words", [&](const std::vector<std::string>& words) {
      all.add(words.front() + ' ' + words.back(), 0);
    });
    return all;
  }();
  return names;
}

const Words& numbers() {
  static const Words words = listed_words("criterion.numbers");
  return words;
}

const Words& deeds() {
  static const Words words = listed_words("criterion.deeds");
  return words;
}

bool is_arabic(std::string_view word) {
  return !word.empty() && (static_cast<unsigned char>(word.front()) & 0xFCU) == 0xD8U;
}

constexpr std::size_t kLetter = 2;              // bytes of an Arabic letter
constexpr std::size_t kShortest = 3 * kLetter;  // of what is left of a word

/// The article may leave two letters; one letter is as often the word's own («بعد»).
bool lose_prefix(std::string& word, std::string_view letters) {
  const std::size_t least = letters.size() > kLetter ? 2 * kLetter : kShortest;
  if (!word.starts_with(letters) || word.size() < letters.size() + least) return false;
  word.erase(0, letters.size());
  return true;
}

/// The word, and what it may be without the letters that are written onto its beginning: "and",
/// "so", "by", "like", "to", "will", and the article.
std::vector<std::string> bare(const std::string& word) {
  std::vector<std::string> forms{word};
  if (!is_arabic(word)) return forms;
  const auto also_without = [&](std::initializer_list<std::string_view> prefixes) {
    for (std::size_t i = 0, before = forms.size(); i < before; ++i) {
      for (const std::string_view prefix : prefixes) {
        std::string form = forms[i];
        if (lose_prefix(form, prefix)) forms.push_back(std::move(form));
      }
    }
  };
  also_without({"و", "ف"});
  also_without({"ب", "ك", "ل", "س"});
  also_without({"ال", "ل"});  // what is left of the article behind ل is one more
  return forms;
}

/// A word as it may stand in a list: the forms above, and without its ending.
std::vector<std::string> stems(const std::string& word) {
  std::vector<std::string> forms = bare(word);
  const std::size_t whole = forms.size();
  const auto also = [&](std::string form) { forms.push_back(std::move(form)); };
  for (std::size_t i = 0; i < whole; ++i) {
    const std::string form = forms[i];
    if (is_arabic(form)) {
      // Its, their, two of, the feminine: folded, as the words are.
      for (const std::string_view ending :
           {"ها", "هم", "هما", "ه", "ان", "ين", "ون", "ات", "ي", "ا", "ت", "وا", "تا"}) {
        if (!form.ends_with(ending) || form.size() < ending.size() + kShortest) continue;
        const std::string rest = form.substr(0, form.size() - ending.size());
        also(rest + "ه");
        also(rest);
      }
      continue;
    }
    const auto without = [&](std::string_view ending, std::string_view instead) {
      if (!form.ends_with(ending) || form.size() < ending.size() + 2) return;
      std::string rest = form.substr(0, form.size() - ending.size());
      also(rest + std::string(instead));
      // "banned", "cutting"
      if (instead.empty() && rest.size() > 2 && rest.back() == rest[rest.size() - 2]) {
        rest.pop_back();
        also(std::move(rest));
      }
    };
    for (const std::string_view ending : {"s", "es", "ed", "d", "ing", "ings"}) {
      without(ending, "");
    }
    without("ing", "e");
    for (const std::string_view ending : {"ies", "ied"}) without(ending, "y");
  }
  return forms;
}

bool any_in(const Words& list, const std::vector<std::string>& forms) {
  return std::any_of(forms.begin(), forms.end(),
                     [&](const std::string& form) { return list.contains(form); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_small(char c) { return c >= 'a' && c <= 'z'; }

bool is_host_letter(char c) {
  return is_small(c) || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-';
}

/// "https://…", or labels of Latin letters with points between, the last of small letters only and
/// no abbreviation: acleddata.com, but not "e.g.", nor two sentences without a space.
bool has_address(std::string_view text) {
  if (text.find("://") != std::string_view::npos) return true;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (is_host_letter(text[end]) || text[end] == '.')) ++end;
    std::string_view host = text.substr(at, end - at);
    while (host.ends_with('.')) host.remove_suffix(1);
    const std::size_t point = host.rfind('.');
    if (point != std::string_view::npos && point >= 2) {
      const std::string_view last = host.substr(point + 1);
      const std::size_t before = host.rfind('.', point - 1);
      const std::size_t label = point - (before == std::string_view::npos ? 0 : before + 1);
      if (last.size() >= 2 && label >= 2 && std::all_of(last.begin(), last.end(), is_small)) {
        return true;
      }
    }
    at = end + 1;
  }
  return false;
}

bool has_teller(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return any_in(tellers(), stems(word)); }) ||
         !tellers_of_two_words().in(words).empty();
}

}  // namespace

void NamesInText::add(std::string_view name, std::size_t of) {
  Name one{folded_words(name), of};
  if (one.words.empty() || (one.words.size() == 1 && one.words.front().size() == 1)) return;
  std::string first = one.words.front();
  lose_prefix(first, "ال");
  by_first_word_.emplace(std::move(first), std::move(one));
}

std::vector<std::size_t> NamesInText::in(const std::vector<std::string>& words) const {
  std::set<std::size_t> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string& first : bare(words[i])) {
      const auto [begin, end] = by_first_word_.equal_range(first);
      for (auto name = begin; name != end; ++name) {
        const std::vector<std::string>& all = name->second.words;
        if (i + all.size() <= words.size() &&
            std::equal(all.begin() + 1, all.end(),
                       words.begin() + static_cast<std::ptrdiff_t>(i) + 1)) {
          found.insert(name->second.of);
        }
      }
    }
  }
  return {found.begin(), found.end()};
}

CriterionJudge::CriterionJudge(const std::vector<const Source*>& sources,
                               const std::vector<const Publication*>& publications,
                               std::vector<const Indicator*> indicators)
    : indicators_(std::move(indicators)) {
  for (const Source* source : sources) {
    for (const std::string* name : {&source->id, &source->title.en, &source->title.ar}) {
      sources_.add(*name, 0);
    }
    for (const std::string& alias : source->aliases) sources_.add(alias, 0);
  }
  for (const Publication* one : publications) {
    for (const std::string* name :
         {&one->id, &one->title.en, &one->title.ar, &one->publisher.en, &one->publisher.ar}) {
      sources_.add(*name, 0);
    }
  }
  for (std::size_t i = 0; i < indicators_.size(); ++i) {
    const Indicator& one = *indicators_[i];
    for (const std::string* name : {&one.id, &one.title.en, &one.title.ar}) called_.add(*name, i);
  }
}

Named CriterionJudge::named_by(const Scenario& scenario) const {
  Named named;
  std::vector<bool> seen(indicators_.size());
  look_in(scenario.resolves_yes, seen, named);
  look_in(scenario.resolves_no, seen, named);
  const auto is_the_answer = [&](const std::string& indicator) {
    named.measure = true;
    for (std::size_t i = 0; i < indicators_.size(); ++i) {
      if (indicators_[i]->id == indicator) look_at(i, seen, named);
    }
  };
  for (const Expectation& expectation : scenario.expects) {
    if (expectation.happening) is_the_answer(expectation.indicator);
  }
  if (scenario.criterion) {
    for (const std::string& counted : scenario.criterion->indicators) is_the_answer(counted);
  }
  return named;
}

void CriterionJudge::look_in(const Bilingual& text, std::vector<bool>& seen, Named& named) const {
  for (const std::string* one : {&text.en, &text.ar}) {
    if (named.all()) return;
    const std::vector<std::string> words = folded_words(*one);
    named.source =
        named.source || has_address(*one) || has_teller(words) || !sources_.in(words).empty();
    named.measure =
        named.measure || std::any_of(words.begin(), words.end(), [](const std::string& word) {
          const std::vector<std::string> forms = stems(word);
          return is_digit(word.front()) || any_in(numbers(), forms) || any_in(deeds(), forms);
        });
    if (named.all()) return;
    for (const std::size_t indicator : called_.in(words)) {
      named.measure = true;
      look_at(indicator, seen, named);
    }
  }
}

void CriterionJudge::look_at(std::size_t indicator, std::vector<bool>& seen, Named& named) const {
  if (seen[indicator]) return;
  seen[indicator] = true;
  look_in(indicators_[indicator]->observable, seen, named);
}

}  // namespace signpost::intake
