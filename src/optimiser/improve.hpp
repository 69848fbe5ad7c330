#pragma once

#include "closing.hpp"
#include "effort.hpp"
#include "stage.hpp"

namespace bgpte::optimiser {

/// Makes a choice feasible if it can, then better one unit at a time until no single unit helps
/// (1-opt by least violation, then value, then ties). Replaces `best` if the result beats it.
void improve(const StageView& view, Choice start, Effort& effort, Incumbent& best);

}  // namespace bgpte::optimiser
