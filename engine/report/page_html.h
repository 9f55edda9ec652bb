// A page as a fragment of HTML, in the classes of report.css. No element of it takes an id, so that
// several can stand in one document.
#pragma once

#include <string>

#include "engine/report/page.h"

namespace signpost::report {

/// The first heading as <h2> (of `level` 2), the others as <h3>. Lines are the browser's to break: nothing is cut.
/// Whatever the words hold stays text; what comes from outside stands in <bdi>. On a narrow screen a
/// row of a table becomes a card, with its columns' heads beside the cells.
std::string page_html(const Page& page, int level = 2);

}  // namespace signpost::report
