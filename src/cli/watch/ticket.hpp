#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/render/document.hpp"
#include "bgpte/watch/watch.hpp"
#include "src/cli/context.hpp"
#include "src/cli/output_format.hpp"

/// What `bgpte watch` tells, as tickets.
namespace bgpte::cli {

/// The ticket of something that is told, with the advice where that belongs to it. The same bytes
/// for the same thing.
[[nodiscard]] watch::Ticket ticket_of(const watch::Tell& tell,
                                      const std::optional<render::Document>& advice,
                                      OutputFormat format);

/// Puts tickets into the folder, each under its name, or prints them where `folder` is empty. One
/// that is there already stays as it is. False after saying why one could not be delivered.
[[nodiscard]] bool deliver(Context& context, const std::string& folder,
                           const std::vector<watch::Ticket>& tickets);

}  // namespace bgpte::cli
