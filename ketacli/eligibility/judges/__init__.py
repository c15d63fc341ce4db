"""One function a criterion type: the policy's words and number against the patient's facts."""
