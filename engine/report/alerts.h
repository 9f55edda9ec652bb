// Alerts in words and as JSON: what is told of them, the list, and the whole story of one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/alert.h"
#include "engine/model/definitions.h"
#include "engine/model/standing.h"
#include "engine/report/page.h"
#include "engine/report/speech.h"

namespace signpost::report {

/// The titles of what an alert names.
struct AlertNames {
  Bilingual scenario;
  Bilingual indicator;  // of one that waits for a sighting
};

/// An alert and where it stands.
struct AlertLine {
  Alert alert;
  AlertNames names;
  std::optional<AlertEvaluation> last;
  std::optional<Instant> changed;  // when it came to be in its state
  std::optional<Retired> retired;  // its scenario is: it is not judged
};

/// A notice with what came of it, notifier by notifier.
struct NoticeLine {
  Delivery delivery;
  std::vector<std::string> waiting;       // notifiers that have not got it yet
  std::vector<std::string> unconfigured;  // of these those that are not configured any more
};

struct AlertStory {
  AlertLine line;
  std::vector<AlertEvaluation> story;
  std::vector<NoticeLine> notices;
};

/// `the probability is at least 70 %`.
std::string condition_in_words(const Speech& speech, const Condition& condition,
                               const AlertNames& names);
/// What was raised or cleared, when, by what and why.
std::string news_in_words(const Speech& speech, const Alert& alert, const AlertEvaluation& now,
                          const AlertNames& names);
/// Why an alert is in its state, in one sentence.
std::string reason_in_words(const Speech& speech, const Alert& alert, const AlertEvaluation& now);

/// What notifiers are handed: signpost.notice/1 in one line, with sentences in both languages.
std::string notice_json(const Alert& alert, const AlertEvaluation& now, const AlertNames& names,
                        Instant told_at);

/// Of each its state and title; below, what it watches for and why it stands so.
Page alerts_page(const std::vector<AlertLine>& alerts, const Speech& speech);
/// signpost.alerts/1
std::string alerts_json(const std::vector<AlertLine>& alerts);

/// A stretch of evaluations that came to the same is told by its first and last.
Page alert_story_page(const AlertStory& story, const Speech& speech);
/// signpost.alert/1
std::string alert_story_json(const AlertStory& story);

}  // namespace signpost::report
