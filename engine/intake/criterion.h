// Does a criterion name what will settle it: a source, and a number or a deed?
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/bilingual.h"
#include "engine/model/definitions.h"

namespace signpost::intake {

/// What of the two a criterion names.
struct Named {
  bool source = false;
  bool measure = false;  // a number or a deed

  [[nodiscard]] bool all() const { return source && measure; }
};

/// Names, to be found in texts: word by word, compared as sources are (`folded`), so that
/// "musings-on-iraq" stands in "Musings on Iraq"; in Arabic also behind a letter that is written
/// onto the word («للمرصد», «وبتقرير»).
class NamesInText {
 public:
  /// `of`: what is called so; several may be. A single letter is no name.
  void add(std::string_view name, std::size_t of);
  /// All that are called by their names in the text.
  [[nodiscard]] std::vector<std::size_t> in(const std::vector<std::string>& words) const;

 private:
  struct Name {
    std::vector<std::string> words;
    std::size_t of = 0;
  };
  std::multimap<std::string, Name, std::less<>> by_first_word_;
};

/// Judges criteria by what all files and the store define.
///
/// Most questions that are struck out elsewhere had no metric that could be established, so
/// `resolves` must say who will have told it, and what. The rule is generous, as a warning that
/// fires on good criteria would teach people to ignore it:
///   1. `resolves.yes` and `resolves.no` are read as one ("Neither." may stand for the other side),
///      and so are their English and Arabic: what either says, both do.
///   2. A **source** is named by the id, title, alias or publisher of a source or publication that
///      the files or the store define; by a web address or domain; or by a word for those who tell
///      or for what they tell in: ministry, court, agency, monitor; report, count, decree.
///   3. A **number** is digits of any script, or a word for one: ten, half, double, نصف.
///   4. A **deed** is a word for something done: attack, sign, open, اعتقال, أعلنت.
///   5. An indicator that the text names, by id or title, is a deed, and brings the source that
///      its `observable` names, or an indicator named in that.
///   6. So is and does the happening of a by-horizon scenario, and what a countable forecast counts,
///      named in the text or not: it is the answer itself.
/// The words are short lists of the glossary (criterion.…), in English with their endings, in Arabic
/// with what is written onto them. What the rule misses costs nothing but the warning.
class CriterionJudge {
 public:
  /// All are pointed at, and must outlive it.
  CriterionJudge(const std::vector<const Source*>& sources,
                 const std::vector<const Publication*>& publications,
                 std::vector<const Indicator*> indicators);

  [[nodiscard]] Named named_by(const Scenario& scenario) const;

 private:
  void look_in(const Bilingual& text, std::vector<bool>& seen, Named& named) const;
  void look_at(std::size_t indicator, std::vector<bool>& seen, Named& named) const;

  NamesInText sources_;
  NamesInText called_;  // the indicators
  std::vector<const Indicator*> indicators_;
};

}  // namespace signpost::intake
