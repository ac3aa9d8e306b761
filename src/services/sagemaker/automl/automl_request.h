// SPDX-License-Identifier: Apache-2.0
//
// The two forms of a request for an AutoML job, and what is read of it by all who look at it. The
// functions but the first two take a document, or a request in the form of CreateAutoMLJobV2.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside::sagemaker {

// The members of CreateAutoMLJobV2 that say what those of CreateAutoMLJob do, and the reverse of a
// tabular job. Names, roles, outputs, objectives and deployments are the same in both.
Json ToV2(const Json& v1);
Json ToV1(const Json& v2);

inline constexpr std::string_view kTabular = "Tabular";

// "Tabular", "ImageClassification": AutoMLProblemTypeConfigName.
std::string ProblemTypeNameOf(const Json& document);
// The one member of AutoMLProblemTypeConfig.
const Json& ProblemConfigOf(const Json& document);
// CompletionCriteria, or an empty object.
const Json& CriteriaOf(const Json& document);
// MaxCandidates, if it is given.
std::optional<std::int64_t> MaxCandidatesOf(const Json& document);
// Only notebooks are asked for.
bool WantsDefinitionsOnly(const Json& document);
// Whether the job tunes hyperparameters, as far as is known yet; else it builds ensembles.
bool IsTuning(const Json& document);

// A type of problem as metrics know it: ProblemType of a tabular job, else as above. Empty: it is
// tabular and not known yet.
std::string ProblemOf(const Json& document);

// The channel of the type "training" or "validation"; null: there is none.
const Json* ChannelOf(const Json& document, std::string_view type);

}  // namespace portside::sagemaker
