#include "engine/service/alert_news.h"

#include <algorithm>

namespace signpost::service {

report::AlertNames names_of(assess::Archive& archive, const Alert& alert) {
  report::AlertNames names;
  names.scenario = archive.scenario_at(alert.scenario, kForever).title;
  const std::string& indicator = alert.condition.indicator;
  const Indicator* named = indicator.empty() ? nullptr : archive.indicator_at(indicator, kForever);
  if (named != nullptr) names.indicator = named->title;
  return names;
}

std::vector<std::string> alert_news(const Round& round, const store::Store& store,
                                    report::Language language) {
  std::vector<std::string> lines;
  if (round.notices.empty() && round.occasion != Occasion::kModel) return lines;
  const report::Speech speech(language);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  const std::vector<store::Revision<Alert>> alerts = snapshot->alerts();
  for (const AlertEvaluation& now : round.evaluations) {
    const bool is_told =
        std::any_of(round.notices.begin(), round.notices.end(),
                    [&](const Notice& notice) { return notice.alert == now.alert; });
    if (!is_told && now.reason != AlertReason::kModel) continue;
    for (const store::Revision<Alert>& alert : alerts) {
      if (alert.content.id != now.alert || alert.revision != now.revision) continue;
      lines.push_back(
          report::news_in_words(speech, alert.content, now, names_of(archive, alert.content)));
    }
  }
  return lines;
}

}  // namespace signpost::service
