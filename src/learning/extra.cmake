include(EmbedText)
bgpte_embed_text(TARGET bgpte_learning FILE "${PROJECT_SOURCE_DIR}/schemas/learning.schema.json"
                 HEADER bgpte/learning/report.hpp FUNCTION bgpte::learning::report_schema)
bgpte_embed_text(TARGET bgpte_learning FILE "${PROJECT_SOURCE_DIR}/schemas/verdict.schema.json"
                 HEADER bgpte/learning/verdict.hpp FUNCTION bgpte::learning::verdict_schema)
