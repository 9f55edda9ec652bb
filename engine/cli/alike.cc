#include "engine/cli/alike.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/cli/prompt.h"
#include "engine/report/isolated_text.h"

namespace signpost::cli {
namespace {

constexpr std::size_t kMostWarnings = 3;

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

std::string alike_in_words(const report::Speech& speech, const assess::Alike& alike) {
  const Item& item = alike.version.content;
  return speech.say(fmt::format("alike.{}", reason_key(alike.why)),
                    {{"item", fmt::format("{}", alike.version.item)},
                     {"text", report::quoted(item.text.empty() ? item.url : item.text)}});
}

std::string reason_in_words(const report::Speech& speech, assess::Likeness why) {
  return speech.say(fmt::format("alike.why-{}", reason_key(why)));
}

SameEvent ask_whether_same(const Session& session, const assess::Alike& alike) {
  const report::Speech speech(report::Language::kEnglish);
  const report::IsolatedText ready(session.err_terminal);
  session.err << ready.paragraph(alike_in_words(speech, alike));
  const std::string help = ready.paragraph(
      speech.say("alike.ask-help", {{"item", fmt::format("{}", alike.version.item)}}));
  const std::string answer = ask(session, speech.say("alike.ask"), help, "",
                                 [](const std::string& said) -> std::optional<std::string> {
                                   const std::string plain = folded(said);
                                   for (const std::string_view known :
                                        {"1", "2", "3", "same", "same event", "another", "stop"}) {
                                     if (plain == known) return std::nullopt;
                                   }
                                   return "1, 2 or 3";
                                 });
  const std::string plain = folded(answer);
  if (plain == "3" || plain == "stop") throw Error(ErrorKind::kNo, "nothing is recorded");
  return plain == "2" || plain == "another" ? SameEvent::kAnother : SameEvent::kSame;
}

void warn_of_alike(const Session& session, const std::vector<assess::Alike>& alike,
                   ItemId recorded) {
  if (alike.empty()) return;
  const report::Speech speech(report::Language::kEnglish);
  for (std::size_t i = 0; i < std::min(alike.size(), kMostWarnings); ++i) {
    session.warn(report::without_isolates(alike_in_words(speech, alike[i])));
  }
  const std::string command =
      fmt::format("`signpost tie {} {}`", alike.front().version.item, recorded);
  session.err << "hint: " << speech.say("alike.ties-it", {{"command", command}}) << '\n';
}

}  // namespace signpost::cli
