// SPDX-License-Identifier: Apache-2.0
//
// DataInputConfig: the name and shape of a model's inputs, as a text inside the request. The
// documented forms:
//
//   {"data": [1,3,224,224]}                       most frameworks; also {'data': [1,3,224,224]}
//   [[1,3,224,224], [1,10]]                       PyTorch: inputs input0, input1, …
//   {"image": {"shape": [1,224,224,3], …}}        Core ML targets: further members are kept
//
// AWS's own examples use Python's single quotes, so those are read like JSON's double quotes.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"

namespace portside::sagemaker {

struct ModelInput {
  std::string name;
  Json shape;  // an array: numbers, -1 or null for an unknown size, [min, max] for a range
};

struct DataInputConfig {
  Json value;                      // as given, but JSON
  std::vector<ModelInput> inputs;  // by name
};

// The error is a sentence for the user: what is wrong and which form is expected.
Expected<DataInputConfig, std::string> ParseDataInputConfig(std::string_view text);

}  // namespace portside::sagemaker
