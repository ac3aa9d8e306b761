// SPDX-License-Identifier: Apache-2.0
//
// The parts that models are made of, to pages and back. What is read has been checked: numbers
// point to what is there, and every score is a number. What is not so throws std::runtime_error.

#pragma once

#include <cstdint>
#include <vector>

#include "services/personalize/models/factorization.h"
#include "services/personalize/models/id_table.h"
#include "services/personalize/models/model_pages.h"
#include "services/personalize/models/sparse_rows.h"

namespace portside::personalize {

void WriteIds(const IdTable& ids, ModelWriter& writer);
IdTable ReadIds(ModelReader& reader);

void WriteRows(const SparseRows& rows, ModelWriter& writer);
enum class RowWeights { kNone, kOfEach };
SparseRows ReadRows(std::uint32_t rows, std::uint32_t columns, RowWeights weights,
                    ModelReader& reader);

void WriteFactors(const Factors& factors, ModelWriter& writer);
Factors ReadFactors(std::uint32_t rows, ModelReader& reader);

// One for each of `count`.
std::vector<float> ReadNumbers(std::size_t count, ModelReader& reader);

}  // namespace portside::personalize
