// SPDX-License-Identifier: Apache-2.0
//
// What requests for AutoML jobs are refused with. The rules are the model's or documented; none of
// the texts is public.

#pragma once

#include <string>

#include "portside/aws/service_error.h"

namespace portside::sagemaker {

inline ServiceError ProblemWithoutObjective() {
  return ValidationException(
      "ProblemType and AutoMLJobObjective must be specified together, or neither of them.");
}
inline ServiceError WrongObjective(const std::string& metric, const std::string& problem,
                                   const std::string& allowed) {
  return ValidationException("The value " + metric +
                             " of AutoMLJobObjective.MetricName is no objective of the problem "
                             "type " +
                             problem + ". Use " + allowed + ".");
}
inline ServiceError OneCandidateOnly(const std::string& problem, std::int64_t given) {
  return ValidationException(
      "The value " + std::to_string(given) +
      " of CompletionCriteria.MaxCandidates must be 1 for the problem type " + problem + ".");
}
inline ServiceError NoChannelSource(const std::string& type) {
  return ValidationException("The channel " + type + " must have a DataSource.S3DataSource.");
}
inline ServiceError WrongChannels() {
  return ValidationException(
      "The input data must have one channel of the ChannelType training, and may have one of the "
      "ChannelType validation.");
}
inline ServiceError ChannelsDiffer(const std::string& member) {
  return ValidationException("Channels for training and validation must share the same " + member +
                             ".");
}
inline ServiceError SplitOfTimeSeries() {
  return ValidationException(
      "DataSplitConfig must not be specified for the problem type TimeSeriesForecasting.");
}
inline ServiceError WrongDeployConfig() {
  return ValidationException(
      "ModelDeployConfig must have either AutoGenerateEndpointName set to true, or an "
      "EndpointName.");
}
inline ServiceError DescribedByV2Only(const std::string& name, const std::string& problem) {
  return ValidationException("The AutoML job " + name + " has the problem type " + problem +
                             ". Use DescribeAutoMLJobV2.");
}

}  // namespace portside::sagemaker
