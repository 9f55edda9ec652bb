// A report on a terminal, or as plain text.
#pragma once

#include <string>

#include "engine/report/report.h"
#include "engine/report/terminal.h"

namespace signpost::report {

/// The whole report: what it is and as of when, all scenarios at a glance, what moved, what is due;
/// then each scenario with its account, its indicators and its criteria; how to read it. No line is
/// wider than the terminal, and of texts only the labels of the account are cut. Of each account
/// the twelve events that matter most are listed, the others summed: the printed column adds up.
/// Texts from outside stay set apart where a terminal shows right-to-left letters among them.
std::string report_text(const Report& report, const Terminal& terminal);

}  // namespace signpost::report
