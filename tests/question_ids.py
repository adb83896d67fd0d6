"""The ids of all questions, typed by hand: one that changes by accident breaks questionnaires that are filled in."""

FIRST = """
    meta.employment_statuses meta.sensitive_content
    pay.models pay.living_wage_commitment pay.rate_inputs pay.task_rate_basis pay.rate_adjusted_after_pilot
    pay.paid_activities pay.rejected_work_policy pay.bonus_use pay.max_payment_delay_days
    pay.disclosed_before_acceptance pay.worker_fees pay.buyer_price_covers_living_wage
    pay.stated_hourly_rate_known pay.structure_rationale
    contract.living_wage_clause contract.guidelines_referenced contract.worker_terms_written
    contract.worker_terms_language_ok contract.worker_terms_cover contract.audit_right contract.nda_carveouts
    contract.offboarding_steps contract.end_notice_days
    time.expected_minutes_documented time.deadline_basis time.schedule_notice_hours time.overtime
    pilot.run pilot.completed_before_launch pilot.participants pilot.paid pilot.outputs pilot.workers
    pilot.changes_recorded pilot.repeat_on_material_change
    workers.selection_criteria_documented workers.selection_basis workers.informed_before_acceptance
    workers.recognition
    instructions.provided instructions.verified_by instructions.elements instructions.language_ok
    instructions.available_during_task instructions.change_notice instructions.past_work_protected
    training.required
    comms.channels comms.named_contact_told_to_workers comms.checkin_interval_days comms.answer_within_hours
    comms.issue_reporting comms.worker_feedback_on_design comms.feedback_to_workers comms.route_to_buyer
    comms.action_log
    grievance.exists grievance.confidential_or_anonymous grievance.no_retaliation_rule grievance.open_to_statuses
    grievance.max_resolution_days grievance.rejection_appeal grievance.removal_reason_and_appeal
    grievance.reported_to_buyer
    qa.criteria_shared qa.ambiguity_not_penalised
    wellbeing.risk_assessed wellbeing.warning_before_task wellbeing.opt_in wellbeing.stop_right
    wellbeing.exposure_cap_minutes_per_day wellbeing.support wellbeing.tool_safeguards
    privacy.monitoring_disclosed privacy.worker_data_notice privacy.worker_ids_pseudonymous_to_buyer
    privacy.data_and_security_review
    subs.tiers subs.list_disclosed subs.same_standard_in_contract subs.buyer_consent_needed
    subs.records_cover_all_tiers
    gov.guidelines_adopted gov.accountable_owner gov.project_review gov.review_functions gov.baseline_assessed
    gov.policy_trialled gov.rollout_scope gov.labour_review_beyond_irb gov.practitioner_resources
    gov.vendor_comparison_done gov.vendor_comparison_criteria gov.living_wage_table_maintained
    gov.vendor_engagement_age_months gov.vendor_monitoring gov.remediation_plan_for_gaps
    gov.salient_risks_identified gov.same_standard_all_vendors gov.policy_review_age_months
    transparency.report_published transparency.report_age_months transparency.topics
    transparency.severe_risk_commitment
    voice.mechanisms voice.input_age_months voice.changes_traceable voice.participation_paid
    voice.association_respected voice.independent_of_vendor
""".split()
"""What the first standard, `pai`, reads."""

ADDED = """
    meta.automated_management meta.severe_content meta.recruiters_used meta.code_signatory meta.posts_tasks_directly
    meta.code_claim
    pay.means pay.terms_state_due_date pay.payout_interval_days pay.withdrawal_threshold_hours
    pay.statement_each_period pay.deductions_rule pay.disciplinary_deductions pay.worker_pays_to_get_work
    pay.free_disposal pay.legal_floor_rule pay.benchmark_place
    pay.overtime_premium_percent pay.guarantee pay.client_can_withhold pay.unpaid_time pay.equal_pay_policy
    pay.pro_bono_flagged pay.underestimate_topup pay.approval_days
    time.normal_week_hours time.normal_day_hours time.rest_day_rule time.records time.targets_exclude_breaks
    time.overtime_regular time.averaging_by_law_and_agreement time.overwork_controls time.flexible_schedule
    contract.plain_words contract.accessible_any_time contract.change_notice_days contract.change_keeps_accrued
    contract.legal_recourse_waiver contract.unfair_liability_clause contract.can_refuse_tasks
    contract.can_work_elsewhere contract.fair_cancellation contract.status_review contract.min_term_months
    contract.leave_and_sick_pay contract.free_to_leave contract.tax_and_legal_info
    workers.min_age workers.age_verified workers.hazardous_under_18 workers.child_remediation
    workers.id_documents_held workers.deposits_taken workers.recruitment_fees_charged
    workers.recruitment_fees_repaid workers.debt_bondage_risk workers.coercion_controls
    workers.equal_treatment_in_access workers.qualifications_relevant
    instructions.deadline_realistic
    qa.review_process_written qa.rejection_reason_given qa.rework_right qa.feedback_constructive
    comms.channel_documented comms.worker_channel
    management.labour_standards_system management.legal_compliance_review management.strictest_rule
    management.reasons_given management.grave_reasons_in_writing
    management.appeal_scope management.appeal_documented
    management.appeal_open_after_blocking management.prohibited_conduct_listed management.antidiscrimination_policy
    management.inclusion_measures management.reasonable_accommodation management.client_discrimination_controls
    management.harassment management.ai_impact_assessed
    algorithms.rating_criteria_explained algorithms.bias_checked algorithms.systems_listed algorithms.notice_items
    algorithms.notice_form algorithms.notice_given algorithms.processing_in_use algorithms.impact_assessment
    algorithms.evaluation_interval_months algorithms.evaluation_with_representatives algorithms.overseers
    algorithms.harmful_system_corrected algorithms.human_decides algorithms.explanation algorithms.review_days
    algorithms.rectification_days algorithms.compensation algorithms.safety_assessed algorithms.no_undue_pressure
    algorithms.consultation algorithms.portability
    privacy.minimised privacy.security_measures privacy.pii_required_for_task privacy.third_party_login_required
    voice.collective_channel voice.recognition_statement voice.body_recognised voice.bargaining
    voice.workers_in_governance voice.representatives_facilities voice.parallel_means
    grievance.access grievance.handlers grievance.procedure_covers grievance.parties_get grievance.public_statistics
    grievance.rights_check grievance.bars_court grievance.lessons_review_months grievance.design
    grievance.ombuds_member grievance.platform_reply_days grievance.filing_window_days
    wellbeing.risk_management wellbeing.risk_types wellbeing.risks_shown_before_acceptance
    wellbeing.client_penalties wellbeing.counselling wellbeing.counselling_on_paid_time wellbeing.insurance
    wellbeing.legal_content_only wellbeing.cap_rules wellbeing.exposure_logged wellbeing.severe_work_rules
    wellbeing.counsellor_independent wellbeing.support_after_leaving_months wellbeing.trauma_training
    wellbeing.covered_roles wellbeing.programme_oversight wellbeing.audit_covers_exposure
    wellbeing.price_includes_wellbeing
    subs.checks subs.labour_brokers_vetted
    diligence.in_scope diligence.scope_recorded diligence.treats_workers_as_people diligence.chain_mapped
    diligence.network_leverage diligence.policy diligence.in_depth_assessment diligence.prioritised_by_severity
    diligence.prevention_plan
    diligence.contractual_assurances diligence.assurances_verified diligence.purchasing_practices_adapted
    diligence.lead_time_allows_normal_hours diligence.sme_support diligence.collaboration diligence.remediation
    diligence.stakeholder_engagement diligence.complaints_procedure diligence.monitoring_months
    diligence.responsible_disengagement diligence.info_requests_proportionate
""".split()
"""What the other standards read."""
