# The protobuf library's own OTLP classes: the reference that our readers are tested against. Native only.
find_package(Protobuf REQUIRED)
set(otlp_descriptors ${SPANORAMA_DEPS_DIR}/otlp/descriptors.bin)
spanorama_require(${otlp_descriptors} "The descriptor set of OTLP's messages")

set(otlp_folder ${PROJECT_BINARY_DIR}/generated/otlp)
set(otlp_protos common/v1/common resource/v1/resource trace/v1/trace logs/v1/logs
  collector/trace/v1/trace_service collector/logs/v1/logs_service)
list(TRANSFORM otlp_protos PREPEND opentelemetry/proto/)
set(otlp_outputs "")
foreach(proto IN LISTS otlp_protos)
  list(APPEND otlp_outputs ${otlp_folder}/${proto}.pb.cc ${otlp_folder}/${proto}.pb.h)
endforeach()
list(TRANSFORM otlp_protos APPEND .proto)
file(MAKE_DIRECTORY ${otlp_folder})
add_custom_command(
  OUTPUT ${otlp_outputs}
  COMMAND protobuf::protoc --descriptor_set_in=${otlp_descriptors} --cpp_out=${otlp_folder} ${otlp_protos}
  DEPENDS ${otlp_descriptors} COMMENT "OTLP message classes" VERBATIM)
add_library(otlp_proto STATIC ${otlp_outputs})
target_include_directories(otlp_proto SYSTEM PUBLIC ${otlp_folder})
target_link_libraries(otlp_proto PUBLIC protobuf::libprotobuf)
