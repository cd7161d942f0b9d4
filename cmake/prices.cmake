# The price table that comes with the program, as <built_in_prices.h>: the worker of the page has no files.
set(price_source ${PROJECT_SOURCE_DIR}/assets/prices/models.json)
set(price_header ${PROJECT_BINARY_DIR}/generated/prices/built_in_prices.h)
set(price_script ${PROJECT_SOURCE_DIR}/scripts/lib/prices_to_header.py)
add_custom_command(
  OUTPUT ${price_header}
  COMMAND ${SPANORAMA_PYTHON} ${price_script} --out ${price_header} ${price_source}
  DEPENDS ${price_script} ${price_source}
  COMMENT "Prices to ${price_header}" VERBATIM)
add_custom_target(price_header DEPENDS ${price_header})
add_library(prices INTERFACE)
add_dependencies(prices price_header)
target_include_directories(prices INTERFACE ${PROJECT_BINARY_DIR}/generated/prices)
