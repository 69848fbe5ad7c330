#pragma once

#include "closing.hpp"
#include "effort.hpp"
#include "stage.hpp"

namespace bgpte::optimiser {

/// Makes a choice feasible if it can, then better one unit at a time until no single unit helps
/// (1-opt by least violation, then value). Replaces `best` if the result, judged in integers,
/// beats it.
void improve(const StageView& view, const OpenColumns& open, Choice start, Effort& effort,
             Incumbent& best);

/// Better by exchanging the columns of two or three units at once, over the columns that cost
/// least at these prices: what it takes to bring several loads to their break points together.
/// Only columns that could be in a plan better than `best`, given the lower bound of the prices.
void exchange(const StageView& view, const OpenColumns& open, const Prices& prices, Int128 bound,
              Choice start, std::uint64_t work_end, Effort& effort, Incumbent& best);

}  // namespace bgpte::optimiser
