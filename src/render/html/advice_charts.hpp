#pragma once

#include "bgpte/advice/prefix_flows.hpp"
#include "bgpte/render/document.hpp"
#include "src/render/html/markup.hpp"

/// The pictures of an advice. Each shows what a table or list beside it says too.
namespace bgpte::render {

/// Rows of a chart beyond these are in the table only.
inline constexpr std::size_t most_chart_rows = 24;

/// Links before and after: a bar for each, the 90 % range as a whisker, and the ceiling. Of many
/// links those that move most.
void link_chart(Markup& page, const advice::Advice& advice);

/// Failures (down) by links (across): what each link that is overloaded or fullest then carries.
void failure_matrix(Markup& page, const advice::Advice& advice);

/// Steps along time, with the wait before each verdict.
void rollout_timeline(Markup& page, const advice::Advice& advice);

/// What a share seen after a step means: the verdicts along 0 to 100 % of the step's inbound.
/// Nothing where nothing is measured.
void verdict_ruler(Markup& page, const advice::RolloutStep& step);

/// Which state of the flows is drawn.
enum class FlowState : std::uint8_t { before, after };
/// Prefixes at the left, links at the right, what enters as bands between them.
void flow_chart(Markup& page, const advice::Advice& advice, const advice::PrefixFlows& flows,
                FlowState state);
/// The same in words: for each prefix the links it enters by.
void flow_table(Markup& page, const advice::Advice& advice, const advice::PrefixFlows& flows);

}  // namespace bgpte::render
