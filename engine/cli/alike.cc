#include "engine/cli/alike.h"

#include <algorithm>
#include <ostream>
#include <string>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/prompt.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kMostWarnings = 3;

/// A message of the glossary that each reason has.
std::string key_of(std::string_view prefix, assess::Likeness why) {
  return std::string(prefix).append(reason_key(why));
}

/// `Item 4 says nearly the same: “A car bomb …”`.
Phrase alike_in_words(const assess::Alike& alike) {
  const Item& item = alike.version.content;
  return {key_of("alike.", alike.why),
          {{"item", std::to_string(alike.version.item)},
           {"text", item.text.empty() ? item.url : item.text}}};
}

/// Is it one of these words, which stand folded?
bool is_one_of(const std::string& answer, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), folded(answer)) != words.end();
}
bool says_same(const std::string& answer) {
  return is_one_of(answer,
                   {"1", "same", "same event", "نفسها", "الواقعه نفسها", "نفسه", "الحدث نفسه"});
}
bool says_another(const std::string& answer) {
  return is_one_of(answer, {"2", "another", "اخري", "واقعه اخري", "اخر", "حدث اخر"});
}
bool says_stop(const std::string& answer) { return is_one_of(answer, {"3", "stop", "توقف"}); }

}  // namespace

std::string_view reason_key(assess::Likeness why) {
  switch (why) {
    case assess::Likeness::kSameId:
      return "same-id";
    case assess::Likeness::kSameText:
      return "same-text";
    case assess::Likeness::kSameUrl:
      return "same-url";
    case assess::Likeness::kNearlySameText:
      return "nearly-same-text";
    case assess::Likeness::kSourceAndDay:
      return "source-and-day";
  }
  return {};
}

Phrase reason_in_words(assess::Likeness why) { return {key_of("alike.why-", why), {}}; }

Phrase tie_command(ItemId one, ItemId other) {
  return {"action.tie-these", {{"one", std::to_string(one)}, {"other", std::to_string(other)}}};
}

SameEvent ask_whether_same(const Session& session, const assess::Alike& alike) {
  report::Page said(session.speech.language());
  said.paragraph(session.speech.say(alike_in_words(alike)));
  session.show_beside(said);
  report::Page help(session.speech.language());
  help.paragraph(session.say("alike.ask-help", {{"item", std::to_string(alike.version.item)}}));
  const std::string answer = ask(session, "alike.ask", help, "", [](const std::string& given) {
    return says_same(given) || says_another(given) || says_stop(given) ? Phrase()
                                                                       : Phrase("alike.answers");
  });
  if (says_stop(answer)) throw Error(ErrorKind::kNo, "cli.nothing-recorded");
  return says_another(answer) ? SameEvent::kAnother : SameEvent::kSame;
}

void warn_of_alike(const Session& session, const std::vector<assess::Alike>& alike,
                   ItemId recorded) {
  const std::size_t shown = std::min(alike.size(), kMostWarnings);
  for (std::size_t at = 0; at < shown; ++at) {
    Phrase hint;
    if (at + 1 == shown) {
      hint =
          Phrase("alike.ties-it", {{"command", tie_command(alike.front().version.item, recorded)}});
    }
    session.warn(alike_in_words(alike[at]), hint);
  }
}

}  // namespace signpost::cli
