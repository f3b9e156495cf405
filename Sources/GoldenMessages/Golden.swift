/// Example bodies of contract version 1, as other systems write them.
///
/// All data is synthetic.
///
/// Version 1 stays readable for ever, so a change of an example is a change of the contract.
package enum Golden {}
