// signpost indicators: the board of what is watched.
#include "engine/report/indicators.h"

#include <memory>
#include <ostream>
#include <set>

#include "engine/assess/archive.h"
#include "engine/assess/history.h"
#include "engine/assess/indicator_lines.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/opening.h"
#include "engine/cli/program.h"
#include "engine/cli/reading.h"
#include "engine/store/store.h"

namespace signpost::cli {
namespace {

struct Options {
  std::string since;
  MomentOptions moment;
};

/// Items that had happened by as_of and are known now, but were not at as_of.
int not_known_then(assess::Archive& archive, const Moment& moment) {
  std::set<ItemId> then;
  for (const ItemLine& line : archive.items(moment.as_of)) {
    then.insert(line.item);
  }
  int count = 0;
  for (const ItemLine& line : archive.items(moment.known_at)) {
    if (line.content.occurred <= moment.as_of && !then.contains(line.item)) ++count;
  }
  return count;
}

int run(const Options& options, const Session& session) {
  report::Board board;
  board.moment = moment_of(options.moment, session.clock);
  if (!options.since.empty()) board.since = start_of("--since", options.since);
  const store::Store store = open_store(session, store::Store::Access::kRead);
  const auto snapshot = store.snapshot();
  assess::Archive archive(*snapshot);
  board.hindsight = board.moment.as_of < board.moment.known_at;
  if (board.hindsight) board.not_known_then = not_known_then(archive, board.moment);
  if (board.moment.known_at < session.clock.now) {
    board.not_available = assess::not_available(archive, board.moment);
  }
  for (IndicatorLine& line : assess::indicator_lines(archive, board.moment, board.since)) {
    if (!board.since || line.items > 0) board.lines.push_back(std::move(line));
  }
  if (session.json) {
    session.out << report::indicators_json(board);
  } else {
    session.show(report::indicators_page(
        board, {.now = session.clock.now, .width = session.terminal.width}, session.speech));
  }
  return kDone;
}

}  // namespace

Command add_indicators(Arguments program, const report::Speech& speech) {
  const auto options = std::make_shared<Options>();
  const Arguments command = program.add_subcommand("indicators", speech.say("help.indicators"));
  command.add_option("--since", options->since, speech.say("help.indicators.since"))
      .type_name("TIME");
  add_moment_options(command, options->moment, speech);
  command.footer(
      example(speech, "  signpost indicators --since 2022-06-01", "help.indicators.example"));
  return {command, [options](Session& session) { return run(*options, session); }};
}

}  // namespace signpost::cli
